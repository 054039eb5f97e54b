/* What is looked for in memory: the markers, and where they are found. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How far below the stack's top is looked. */
enum { MARKERS = 16, MARKER_MOST = 128, MASK = 0xA5, STACK = 256 * 1024 };

/* They are kept in another form, lest they be found here. */
static struct {
    char name[32];
    size_t length;
    uint8_t masked[MARKER_MOST];
} marker[MARKERS];
static int markers;

static const uint8_t *find(const uint8_t *bytes, size_t size, int which)
{
    size_t length = marker[which].length;
    const uint8_t *end = bytes + size;
    while (size >= length && (size_t)(end - bytes) >= length) {
        bytes = memchr(bytes, marker[which].masked[0] ^ MASK, (size_t)(end - bytes) - length + 1);
        if (bytes == NULL)
            return NULL;
        size_t i = 1;
        while (i < length && bytes[i] == (marker[which].masked[i] ^ MASK))
            i++;
        if (i == length)
            return bytes;
        bytes++;
    }
    return NULL;
}

static int read_line(int fd, char *line, size_t size)
{
    size_t used = 0;
    while (used + 1 < size && read(fd, line + used, 1) == 1 && line[used] != '\n')
        used++;
    line[used] = '\0';
    return used > 0;
}

/* Reads lines "NAME HEX"; how many there are. */
static int read_markers(int from)
{
    char line[32 + 2 * MARKER_MOST + 2];
    char hex[2 * MARKER_MOST + 1];
    int count = 0;
    while (count < MARKERS && read_line(from, line, sizeof line) &&
           sscanf(line, "%31s %256s", marker[count].name, hex) == 2) {
        for (size_t i = 0; hex[2 * i] != '\0'; i++) {
            unsigned byte;
            (void)sscanf(hex + 2 * i, "%2x", &byte);
            marker[count].masked[i] = (uint8_t)(byte ^ MASK);
            marker[count].length++;
        }
        count++;
    }
    return count;
}
