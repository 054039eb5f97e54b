#include "base/system/failure.h"

#include "base/error.h"

#include <errno.h>
#include <string.h>

const char *failure_words(int number, char *spare, size_t size)
{
    if (number == EBUSY)
        return N_("the system has it in use, as where a disk is mounted there or it is a device");
    if (number == EDQUOT)
        return N_("your share of the disk is full");
    if (number == ENOMEDIUM)
        return N_("the disk or medium is gone; put it in again and repeat");
    return strerror_r(number, spare, size);
}
