/* For libraries that stand in front of the system's calls. */
#include <dlfcn.h>
#include <errno.h>

/* The call that this one stands in front of. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Where number is an errno, the call fails with it; 0: it goes on. */
#define FAIL_WITH(number)                                                                          \
    do {                                                                                           \
        int found = (number);                                                                      \
        if (found != 0) {                                                                          \
            errno = found;                                                                         \
            return -1;                                                                             \
        }                                                                                          \
    } while (0)
