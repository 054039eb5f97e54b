/* Whether a kit's members are what their names say, each read by the reader of its kind: asked by
 * whoever makes a kit, of what it signs, and by the confined process that unpacks one
 * (isolate/serve_kit.h), before anything of it is kept. */
#ifndef FORMAT_KIT_JUDGE_H
#define FORMAT_KIT_JUDGE_H

#include "base/error.h"
#include "format/kit_content.h"

#include <stddef.h>

/* Reads all members. STATUS_REFUSED for the first that its reader refuses, with its reasons, or
 * REASON_BAD_VALUE where the id in a document is not the one in its name,
 * REASON_EXISTS for an edition that this program has with another model,
 * REASON_UNKNOWN_EDITION where a round or a document is of an edition that neither the kit nor this
 * program has. *place: of the member in content->kit.file. */
enum status kit_judge(const struct kit_content *content, size_t *place, struct error *err) MUST_USE;

#endif
