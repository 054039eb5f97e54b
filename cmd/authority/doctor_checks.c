#include "cmd/authority/doctor_checks.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/late.h"
#include "base/system/confine.h"
#include "base/system/paste.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "format/json.h"
#include "isolate/opening_card.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SMALL_FILE = 65536, /* of /proc and /sys */
    FINDING_SIZE = 1024,
};

/* The day on which this version was written: no honest clock is before it. */
#define WRITTEN INT64_C(1795219200) /* 2026-11-21 */

void doctor_add(struct doctor *doctor, const char *id, bool good, const char *text)
{
    const struct app *app = doctor->app;
    json_array_append_new(doctor->json, json_pack("{s:s,s:s,s:o}", "id", id, "state",
                                            good ? "ok" : "warning", "message", json_shown(text)));
    buffer_printf(
        &doctor->text, "%-9s%s\n", good ? text_of(app, "ok") : text_of(app, "WARNING"), text);
    doctor->wanting += good ? 0 : 1;
}

static void finding(struct doctor *doctor, const char *id, bool good, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The format is a literal at every call; see base/error.c. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void finding(struct doctor *doctor, const char *id, bool good, const char *format, ...)
{
    char text[FINDING_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, text_of(doctor->app, format), args);
    va_end(args);
    text_mask(text);
    doctor_add(doctor, id, good, text);
}
#pragma GCC diagnostic pop

/* The content of a small file of the system; "" if it cannot be read. */
static const char *system_file(const char *path, struct buffer *out)
{
    int fd = -1;
    uint64_t size = 0;
    if (file_open(path, true, &fd, &size, NULL) != STATUS_OK)
        return "";
    uint8_t *place = buffer_reserve(out, SMALL_FILE);
    ssize_t got = place == NULL ? -1 : read(fd, place, SMALL_FILE);
    if (got > 0)
        out->length += (size_t)got;
    (void)close(fd);
    return buffer_string(out);
}

/* A worker that is asked to open a file that is no card, and says so, did start, was confined and
 * did its work there. */
static bool worker_answers_well(const struct spawner *spawner)
{
    struct card card;
    struct fingerprint fingerprint;
    struct error err;
    error_init(&err, NULL);
    return opening_card(spawner, "/proc/self/limits", &card, &fingerprint, &err) ==
               STATUS_REFUSED &&
           err.reason == REASON_BAD_SYNTAX;
}

void doctor_sandbox(struct doctor *doctor)
{
    struct spawner spawner = SPAWNER_NONE;
    bool started = spawner_start(NULL, doctor->app->catalog == NULL ? "en" : "sv", &spawner,
                       NULL) == STATUS_OK;
    if (started && spawner.inside)
        finding(doctor, "sandbox", false,
            "this build reads bundles in the process that has the keys; use a build that is not "
            "for tests");
    else if (started && worker_answers_well(&spawner))
        finding(doctor, "sandbox", true,
            "bundles are read by a process of its own that can open no file and reach no network");
    else
        finding(doctor, "sandbox", false,
            "the process that reads bundles cannot be confined here; use a Linux with seccomp "
            "(4.4 or newer), or receive only with --allow-no-sandbox and at your own risk");
    spawner_stop(&spawner);
}

void doctor_landlock(struct doctor *doctor)
{
    if (confine_is_possible())
        finding(doctor, "landlock", true,
            "the programs confine themselves to the directories of the command line (Landlock)");
    else
        finding(doctor, "landlock", false,
            "the kernel has no Landlock (5.19 or newer, enabled at boot with lsm=landlock,…), so "
            "the programs cannot confine themselves to the directories of the command line");
}

void doctor_memory(struct doctor *doctor)
{
    if (secret_can_be_locked())
        finding(doctor, "memory", true, "memory for keys and passphrases can be locked");
    else
        finding(doctor, "memory", false,
            "memory for keys and passphrases cannot be locked, so it may be written to disk; raise "
            "the limit: `ulimit -l 8192`, or memlock in /etc/security/limits.conf");
}

void doctor_core(struct doctor *doctor)
{
    struct rlimit limit = {1, 1};
    (void)getrlimit(RLIMIT_CORE, &limit);
    if (limit.rlim_max == 0 && prctl(PR_GET_DUMPABLE) == 0)
        finding(doctor, "core", true, "no core dump of this program is ever written");
    else
        finding(doctor, "core", false,
            "this program could write a core dump with keys in it; find out what keeps it from "
            "turning that off (setrlimit, prctl)");
}

/* Compressed memory is no disk, and a device-mapper device may be an encrypted one. */
static bool is_closed_swap(const char *device)
{
    char path[128];
    struct buffer id = {0};
    const char *name = path_name(device);
    if (strncmp(name, "zram", 4) == 0)
        return true;
    (void)snprintf(path, sizeof path, "/sys/class/block/%.40s/dm/uuid", name);
    bool encrypted = strncmp(system_file(path, &id), "CRYPT-", 6) == 0;
    buffer_free(&id);
    return encrypted;
}

void doctor_swap(struct doctor *doctor)
{
    struct buffer content = {0};
    unsigned open = 0;
    char *next = (char *)(uintptr_t)system_file("/proc/swaps", &content);
    (void)strsep(&next, "\n"); /* the heading */
    while (next != NULL && *next != '\0') {
        char *line = strsep(&next, "\n");
        char *device = strsep(&line, " \t");
        if (is_closed_swap(device))
            continue;
        finding(doctor, "swap", false,
            "%s: memory is swapped out to it unencrypted, and answers may be in that; turn it off "
            "(`swapoff %s`, and in /etc/fstab), or encrypt it",
            device, device);
        open++;
    }
    buffer_free(&content);
    if (open == 0)
        finding(doctor, "swap", true, "no memory is swapped out to an unencrypted disk");
}

void doctor_sodium(struct doctor *doctor)
{
    if (strverscmp(sodium_version_string(), "1.0.22") >= 0)
        finding(doctor, "libsodium", true, "libsodium %s", sodium_version_string());
    else
        finding(doctor, "libsodium", false,
            "libsodium %s is older than 1.0.22, which this program needs; install a newer one",
            sodium_version_string());
}

void doctor_libraries(struct doctor *doctor)
{
    static const struct {
        enum status (*load)(struct error *err);
        const char *without;
    } libraries[] = {
        {late_archive, N_("no container and no workbook can be read")},
        {late_expat, N_("no workbook can be read")},
        {late_xlsxwriter, N_("no workbook can be written")},
    };
    bool good = true;
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        struct error err;
        error_init(&err, doctor->app->catalog);
        if (libraries[i].load(&err) == STATUS_OK)
            continue;
        error_prefix(&err, text_of(doctor->app, libraries[i].without));
        doctor_add(doctor, "libraries", false, err.text);
        good = false;
    }
    if (good)
        finding(doctor, "libraries", true,
            "the libraries that read containers and read and write workbooks are there");
}

/* Whether others than the owner have any right to it, or another owns it. */
static bool is_open_to_others(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && !S_ISLNK(about.st_mode) &&
           (about.st_uid != geteuid() || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0);
}

/* What is public may be read by all. */
static bool is_public(const char *name)
{
    size_t length = strlen(name);
    return (length > 4 && strcmp(name + length - 4, ".pub") == 0) ||
           (length > 5 && strcmp(name + length - 5, ".card") == 0);
}

static void look_at_entry(struct doctor *doctor, const char *id, const char *path, bool *good)
{
    struct stat about;
    bool writable = lstat(path, &about) == 0 && !S_ISLNK(about.st_mode) &&
                    (about.st_uid != geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0);
    if (is_public(path) ? !writable : !is_open_to_others(path))
        return;
    struct buffer pasted = {0};
    *good = false;
    finding(doctor, id, false,
        "%s: others can read or change it; run `chmod -R go= %s` as its owner, and where that "
        "changes nothing, as on a stick, move it to a disk of this machine",
        path, paste_path(&pasted, path));
    buffer_free(&pasted);
}

void doctor_modes(struct doctor *doctor, const char *id, const char *path)
{
    struct dirent **entry = NULL;
    bool good = true;
    int count = scandir(path, &entry, NULL, alphasort);
    if (count < 0) {
        finding(doctor, id, false, "%s: cannot be read: %s", path, strerror(errno));
        return;
    }
    look_at_entry(doctor, id, path, &good);
    for (int i = 0; i < count; i++) {
        char *inner = path_join(path, entry[i]->d_name);
        if (good && inner != NULL && strcmp(entry[i]->d_name, ".") != 0 &&
            strcmp(entry[i]->d_name, "..") != 0)
            look_at_entry(doctor, id, inner, &good);
        free(inner);
        free(entry[i]);
    }
    free(entry);
    if (good)
        finding(doctor, id, true, "%s: only its owner can read or change it", path);
}

void doctor_clock(struct doctor *doctor, int64_t now, int64_t latest)
{
    char shown[MOMENT_SIZE];
    char noted[MOMENT_SIZE];
    moment_format(shown, now);
    moment_format(noted, latest);
    if (now < WRITTEN)
        finding(doctor, "clock", false,
            "the clock says %s, which is before this program was written; set it", shown);
    else if (now < latest)
        finding(doctor, "clock", false,
            "the clock says %s, which is before %s, the last moment noted in the register; set it",
            shown, noted);
    else
        finding(doctor, "clock", true, "the clock says %s; compare it with another one", shown);
}
