/* For tests: random bytes that are the same in every run of a process, and other ones in each call.
 * Preloaded. */
#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

/* SplitMix64 (Steele, Lea, Flood, 2014). */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags)
{
    static uint64_t state;
    (void)flags;
    for (size_t at = 0; at < size; at += sizeof state) {
        uint64_t word = next(&state);
        memcpy((char *)bytes + at, &word, size - at < sizeof word ? size - at : sizeof word);
    }
    return (ssize_t)size;
}
