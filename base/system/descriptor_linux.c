#include "base/system/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool descriptor_close(int fd)
{
    return close(fd) == 0;
}

bool descriptor_read(int fd, void *bytes, size_t size, size_t *got)
{
    ssize_t count;
    do {
        count = read(fd, bytes, size);
    } while (count < 0 && errno == EINTR);
    *got = count < 0 ? 0 : (size_t)count;
    return count >= 0;
}

bool descriptor_read_at(int fd, void *bytes, size_t size, uint64_t place, size_t *got)
{
    uint8_t *to = bytes;
    *got = 0;
    while (*got < size) {
        ssize_t count = pread(fd, to + *got, size - *got, (off_t)(place + *got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        if (count == 0)
            return true;
        *got += (size_t)count;
    }
    return true;
}

bool descriptor_rewind(int fd)
{
    return lseek(fd, 0, SEEK_SET) == 0;
}

bool descriptor_write(int fd, const void *bytes, size_t length)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        ssize_t count = write(fd, next, length);
        if (count < 0 && errno != EINTR)
            return false;
        next += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

bool descriptor_write_at(int fd, const void *bytes, size_t length, uint64_t place)
{
    const uint8_t *next = bytes;
    while (length > 0) {
        ssize_t count = pwrite(fd, next, length, (off_t)place);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        next += count;
        place += (uint64_t)count;
        length -= (size_t)count;
    }
    return true;
}

bool descriptor_size(int fd, uint64_t *size)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return false;
    *size = (uint64_t)about.st_size;
    return true;
}

bool descriptor_duplicate(int fd, int *second)
{
    *second = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return *second >= 0;
}

bool descriptor_sync(int fd)
{
    return fsync(fd) == 0;
}

void descriptor_begin_sync(int fd)
{
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void descriptor_drop_cache(int fd)
{
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
}
