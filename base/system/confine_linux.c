#include "base/system/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of newer headers (landlock(7)), for kernels that are newer than the headers. */
#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)
#define NET_BIND_TCP (UINT64_C(1) << 0)
#define NET_CONNECT_TCP (UINT64_C(1) << 1)

enum { ABI_LEAST = 2, ABI_TRUNCATE = 3, ABI_NET = 4 };

/* struct landlock_ruleset_attr as ABI 4 has it. */
struct ruleset {
    uint64_t files;
    uint64_t net;
};

static const uint64_t READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE;
static const uint64_t READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t CHANGE = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                               LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                               LANDLOCK_ACCESS_FS_MAKE_REG | RIGHT_REFER;
static const uint64_t NEVER = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                              LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

static int kernel_abi(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

bool confine_is_possible(void)
{
    return kernel_abi() >= ABI_LEAST;
}

/* Only some rights mean anything for a file that is no directory. What cannot be allowed, such as a
 * pipe, stays forbidden. */
static void allow(int rules, const struct confine_path *path, uint64_t truncate)
{
    struct stat about;
    int fd = open(path->path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    struct landlock_path_beneath_attr rule = {.parent_fd = fd};
    if (fstat(fd, &about) == 0 && S_ISDIR(about.st_mode))
        rule.allowed_access = READ | (path->write ? CHANGE | truncate : 0);
    else
        rule.allowed_access =
            READ_FILE | (path->write ? LANDLOCK_ACCESS_FS_WRITE_FILE | truncate : 0);
    (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    (void)close(fd);
}

bool confine_to(const struct confine_path *paths, size_t count)
{
    int abi = kernel_abi();
    if (abi < ABI_LEAST)
        return false;
    uint64_t truncate = abi >= ABI_TRUNCATE ? RIGHT_TRUNCATE : 0;
    struct ruleset attributes = {.files = READ | CHANGE | NEVER | truncate};
    if (abi >= ABI_NET)
        attributes.net = NET_BIND_TCP | NET_CONNECT_TCP;
    size_t size = abi >= ABI_NET ? sizeof attributes : sizeof attributes.files;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
    if (rules < 0)
        return false;
    for (size_t i = 0; i < count; i++)
        allow(rules, &paths[i], truncate);
    bool good = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    (void)close(rules);
    return good;
}
