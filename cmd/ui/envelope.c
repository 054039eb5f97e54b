#include "cmd/ui/envelope.h"

#include "base/file.h"
#include "base/system/descriptor.h"
#include "format/card.h"
#include "format/digest_sink.h"
#include "format/receipt.h"

/* Someone who has several files from the authority may have taken the wrong one. */
static void envelope_explain(const char *path, struct error *err)
{
    struct buffer bytes = {0};
    struct document_signed found;
    if (file_read(path, CARD_FILE_MAX, &bytes, NULL) == STATUS_OK) {
        if (document_split(&card_document, bytes.data, bytes.length, &found, NULL) == STATUS_OK)
            (void)error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
                "not a bundle, but a card; `sigill fingerprint` tells whose it says to be");
        else if (document_split(&receipt_document, bytes.data, bytes.length, &found, NULL) ==
                 STATUS_OK)
            (void)error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
                "not a bundle, but a receipt; `sigill receipt` reads it");
    }
    buffer_free(&bytes);
}

enum status envelope_look(const char *path, struct bundle_envelope *envelope,
    struct fingerprint *digest, struct error *err)
{
    struct descriptor descriptor = {-1, path};
    struct source source = source_from_descriptor(&descriptor);
    uint64_t size = 0;
    TRY(file_open(path, true, &descriptor.fd, &size, err));
    enum status status = bundle_look(descriptor.fd, size, envelope, err);
    if (status == STATUS_REFUSED)
        envelope_explain(path, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
    else
        status = digest_sink_source(&source, NULL, NULL, digest, err);
    (void)descriptor_close(descriptor.fd);
    return status;
}
