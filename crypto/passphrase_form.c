#include "crypto/passphrase_form.h"

#include <sodium.h>
#include <utf8proc.h>

/* Empty if it is not UTF-8. utf8proc works in the memory that it is given: one letter each, then
 * the bytes in the same place, and a NUL. */
static struct secret normalised(const struct secret *passphrase, utf8proc_option_t form)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | form;
    const utf8proc_ssize_t length = (utf8proc_ssize_t)passphrase->length;
    struct secret none = {0};
    utf8proc_ssize_t letters = utf8proc_decompose(passphrase->bytes, length, NULL, 0, options);
    if (letters <= 0)
        return none;
    struct secret room = secret_make(((size_t)letters + 1) * sizeof(utf8proc_int32_t));
    utf8proc_int32_t *letter = (utf8proc_int32_t *)(void *)room.bytes;
    letters = utf8proc_decompose(passphrase->bytes, length, letter, letters, options);
    utf8proc_ssize_t written = utf8proc_reencode(letter, letters, options);
    struct secret text = written > 0 ? secret_copy(room.bytes, (size_t)written) : none;
    secret_clear(&room);
    return text;
}

struct secret passphrase_composed(const struct secret *passphrase)
{
    struct secret composed = normalised(passphrase, UTF8PROC_COMPOSE);
    return composed.bytes != NULL ? composed : secret_copy(passphrase->bytes, passphrase->length);
}

static bool is_same(const struct secret *a, const struct secret *b)
{
    return a->length == b->length && sodium_memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool is_wrong(enum status status, const struct error *found)
{
    return status == STATUS_REFUSED && found->reason == REASON_WRONG_PASSPHRASE;
}

enum status passphrase_try(
    const struct secret *passphrase, passphrase_opens *opens, void *context, struct error *err)
{
    static const utf8proc_option_t forms[] = {UTF8PROC_COMPOSE, UTF8PROC_DECOMPOSE};
    struct error first;
    struct error found;
    error_init(&first, err == NULL ? NULL : err->catalog);
    enum status status = opens(context, passphrase, &first);
    bool wrong = is_wrong(status, &first);
    for (size_t i = 0; wrong && passphrase != NULL && passphrase->length > 0 && i < 2; i++) {
        struct secret form = normalised(passphrase, forms[i]);
        error_init(&found, first.catalog);
        if (form.bytes != NULL && !is_same(&form, passphrase)) {
            status = opens(context, &form, &found);
            wrong = is_wrong(status, &found);
            if (!wrong)
                first = found;
        }
        secret_clear(&form);
    }
    if (status != STATUS_OK && err != NULL)
        *err = first;
    return status;
}
