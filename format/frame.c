#include "format/frame.h"

#include "format/ustar.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void signature_name(char *out, size_t size, const char *name)
{
    (void)snprintf(out, size, "%s%s", name, FRAME_SIGNATURE_SUFFIX);
}

static void append_zeros(struct buffer *out, size_t length)
{
    uint8_t *place = buffer_reserve(out, length);
    memset(place, 0, length);
    out->length += length;
}

void frame_member_append(struct buffer *out, const char *name, const uint8_t *bytes, size_t length)
{
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, name, length);
    buffer_append(out, header, sizeof header);
    buffer_append(out, bytes, length);
    append_zeros(out, ustar_padding(length));
}

void frame_end_append(struct buffer *out)
{
    append_zeros(out, USTAR_END);
}

void frame_document_build(const char *name, const uint8_t *json, size_t json_length,
    const uint8_t *signature, size_t signature_length, struct buffer *out)
{
    char second[USTAR_NAME_MAX + 1];
    signature_name(second, sizeof second, name);
    frame_member_append(out, name, json, json_length);
    frame_member_append(out, second, signature, signature_length);
    frame_end_append(out);
}

static enum status refuse_length(const char *name, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "member %s: the file is cut short, or has bytes that do not belong there", name);
}

/* Takes one member off the front of *rest. */
enum status frame_member_take(struct frame_view *rest, const char *name, size_t limit,
    struct frame_view *content, struct error *err)
{
    uint64_t size = 0;
    if (rest->length < USTAR_BLOCK)
        return refuse_length(name, err);
    TRY(ustar_size(rest->bytes, name, &size, err));
    if (size > limit)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "member %s: is larger than the %zu bytes allowed", name, limit);
    size_t whole = (size_t)ustar_member_size(size);
    size_t padding = (size_t)ustar_padding(size);
    if (rest->length < whole || !sodium_is_zero(rest->bytes + whole - padding, padding))
        return refuse_length(name, err);
    *content = (struct frame_view){rest->bytes + USTAR_BLOCK, (size_t)size};
    rest->bytes += whole;
    rest->length -= whole;
    return STATUS_OK;
}

enum status frame_end_take(const struct frame_view *rest, const char *last, struct error *err)
{
    if (rest->length != USTAR_END || !sodium_is_zero(rest->bytes, rest->length))
        return refuse_length(last, err);
    return STATUS_OK;
}

enum status frame_document_split(const uint8_t *bytes, size_t length, const char *name,
    size_t json_limit, struct frame_view *json, struct frame_view *signature, struct error *err)
{
    char second[USTAR_NAME_MAX + 1];
    signature_name(second, sizeof second, name);
    struct frame_view rest = {bytes, length};
    TRY(frame_member_take(&rest, name, json_limit, json, err));
    TRY(frame_member_take(&rest, second, FRAME_SIGNATURE_MAX, signature, err));
    return frame_end_take(&rest, second, err);
}

static unsigned floor_log2(uint64_t value)
{
    unsigned log = 0;
    for (; value > 1; value >>= 1)
        log++;
    return log;
}

uint64_t frame_padme(uint64_t length)
{
    if (length < 2)
        return length;
    unsigned exponent = floor_log2(length);
    unsigned kept = floor_log2(exponent) + 1;
    uint64_t mask = (UINT64_C(1) << (exponent - kept)) - 1;
    return (length + mask) & ~mask;
}

struct frame_layout frame_layout(
    uint64_t payload_size, uint64_t manifest_size, uint64_t signature_size)
{
    struct frame_layout layout;
    layout.payload = USTAR_BLOCK;
    layout.manifest = ustar_member_size(payload_size) + USTAR_BLOCK;
    layout.signature =
        layout.manifest - USTAR_BLOCK + ustar_member_size(manifest_size) + USTAR_BLOCK;
    layout.end = layout.signature - USTAR_BLOCK + ustar_member_size(signature_size);
    uint64_t least = layout.end + USTAR_END;
    layout.total = frame_padme(least < FRAME_BUNDLE_MIN ? FRAME_BUNDLE_MIN : least);
    return layout;
}
