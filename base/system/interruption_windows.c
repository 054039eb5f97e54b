#include "base/system/interruption.h"

void interruption_prepare(void)
{
}

void interruption_again(int number)
{
    (void)number;
}
