/* The two halves of an edition's file, for format/edition.c only. */
#ifndef FORMAT_EDITION_PARTS_H
#define FORMAT_EDITION_PARTS_H

#include "format/edition.h"
#include "format/json.h"

/* Each reads its half into a zeroed *edition and checks it, as the header of edition_load says. The
 * wording is read after the model, whose ids it must name. Strings borrow from the document. */
enum status edition_read_model(
    const struct json_place *place, struct edition *edition, struct error *err) MUST_USE;
enum status edition_read_wording(
    const struct json_place *place, struct edition *edition, struct error *err) MUST_USE;

/* The areas, levels and fields of the model, read when the questions are there. */
enum status edition_read_areas(
    const struct json_place *model, struct edition *edition, struct error *err) MUST_USE;
enum status edition_read_levels(
    const struct json_place *model, struct edition *edition, struct error *err) MUST_USE;
enum status edition_read_fields(
    const struct json_place *model, struct edition *edition, struct error *err) MUST_USE;

/* edition_follows.c: "follows", which may be left out; after the model. */
enum status edition_read_follows(
    const struct json_place *root, struct edition *edition, struct error *err) MUST_USE;

#endif
