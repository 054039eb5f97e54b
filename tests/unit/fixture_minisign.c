#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "fixture_minisign.h"

const char fixture_secret_file[] = "untrusted comment: minisign encrypted secret key\n"
                                   "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                                   "AAAAAAAAA52n0jyTTfc+Uprt/Bb1EDCMZ"
                                   "wA4j50Vpwix8Ke4dpGDnYZCZCH/qFjS/8HBkfSOEnMSeGkmr2EwlC/"
                                   "UiPMjQhjUa8SHD5OPyAAAAAAAAAAAAAAAAAAAAAAAA"
                                   "AAAAAAAAAAAAAAAAAAA=\n";

const char fixture_public_file[] = "untrusted comment: minisign public key CF7DD3248FF469E7\n"
                                   "RWTnafSPJNN9zzS/8HBkfSOEnMSeGkmr2EwlC/UiPMjQhjUa8SHD5OPy\n";

const char fixture_message[] = "Sigill carries answers.\n";

#define PREHASHED_LINE                                                                             \
    "RUTnafSPJNN9z6HCETMFSMujzTONh6BiV6AlD+iD71XLLwaxuBWRfEv/71AHGRZBI+TJZERnqkIsrg/97Pb79tQMtTTN" \
    "41IGfQg=\n"

const char fixture_profile[] =
    "untrusted comment: sigill\n" PREHASHED_LINE "trusted comment: sigill-card/1 212999-0004\n"
    "o7NiiayajCYDZQOm7EFL3yZV7fiXPUwyfsXBRm4D//yVQHJ9+npFQvt8b2X3AGUM+hUD+N4CDUWnCgkxZoskCw==\n";

const char fixture_stock[] =
    "untrusted comment: någon kommentar\n" PREHASHED_LINE
    "trusted comment: timestamp:1795306935\tfile:msg\thashed\n"
    "6dbjckqfJOojy6gSh2Kb04lv6/gJnrXyR6uQ4raPXv9Sh1L9rVRSBugKEago7mrrzsWduJwDOEzT6NtJ+bBjDQ==\n";

const char fixture_legacy[] =
    "untrusted comment: signature from minisign secret key\n"
    "RWTnafSPJNN9zxpbK6/Vz0yFta+8h0nbZyYr0GlJyZ7jd+WayyR5L8paj7ZC/"
    "ugNq5m1EJRKOppratBRjoDLpryO+Ev45nuF"
    "XAU=\n"
    "trusted comment: legacy, a comment\n"
    "6zeoAKw7+wBZGib0B9FSLXolbBV9HcGW7EKofe4vhTwM3c3jkrLQDpuVF6wbBLcRDKDpZ/c27EgHXLfZX/g3DQ==\n";

struct minisign_secret *fixture_secret(void)
{
    struct minisign_secret *secret = NULL;
    assert_int_equal(
        minisign_secret_read(fixture_secret_file, strlen(fixture_secret_file), NULL, &secret, NULL),
        STATUS_OK);
    return secret;
}

struct secret fixture_passphrase(const char *text)
{
    return secret_copy(text, strlen(text));
}
