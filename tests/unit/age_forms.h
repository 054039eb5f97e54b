/* Whole age files in either form, and payloads of any length: more than the programs need, so that
 * crypto/ can be held against other implementations and their vectors. */
#ifndef AGE_FORMS_H
#define AGE_FORMS_H

#include "crypto/age_file.h"

enum age_form {
    AGE_BINARY,
    AGE_ARMORED,
    AGE_ANY_FORM, /* when reading: armored if it begins so */
};

/* age_encrypt in that form, which is not AGE_ANY_FORM. */
enum status age_encrypt_as(enum age_form form, const struct age_recipients *recipients,
    struct source plain, struct sink sealed, struct error *err) MUST_USE;

/* Opens a whole age file. The plain bytes of each chunk go to the sink when the chunk has
 * authenticated: they may be relied on only if STATUS_OK is returned. */
enum status age_decrypt_as(enum age_form form, const struct age_identities *ids,
    struct source sealed, struct sink plain, struct error *err) MUST_USE;

#endif
