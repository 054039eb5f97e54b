/* The least that a row of the bench can take: the same cryptography, inflating, writing and syncing
 * as the programs do there, on as many cores, and nothing else.
 *
 *   floor CORES DIRECTORY WORK...
 *
 * WORK is NAME=COUNT or NAME=COUNT:BYTES, where BYTES is the size of each; the works are done in
 * turn, and each process has its part of every one:
 *
 *   open, seal      X-Wing decapsulations, encapsulations
 *   check, sign     Ed25519, of 64 bytes, as minisign signs a digest
 *   cipher, hash    ChaCha20-Poly1305 and BLAKE2b
 *   inflate         zlib; BYTES are those that come out, of a text that deflates to about half
 *   write           a new file in DIRECTORY, synced
 *   commit          so many bytes appended to one file of each process, synced */
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

enum { WORKS_MAX = 16, SIZE_MOST = 1 << 20, SIGNED = 64 };

struct work {
    void (*once)(const struct work *work, uint64_t number);
    uint64_t count;
    size_t bytes;
};

/* What the works are done on; each process has its own. */
static struct {
    const char *directory;
    unsigned core;
    int log;
    uint8_t plain[SIZE_MOST];
    uint8_t other[SIZE_MOST + SIZE_MOST / 8 + 1024];
    uLongf packed_length;
    size_t packed_of;
    uint8_t packed[SIZE_MOST + SIZE_MOST / 8 + 1024];
    uint8_t public[crypto_kem_xwing_PUBLICKEYBYTES];
    uint8_t secret[crypto_kem_xwing_SECRETKEYBYTES];
    uint8_t sealed[crypto_kem_xwing_CIPHERTEXTBYTES];
    uint8_t check_key[crypto_sign_PUBLICKEYBYTES];
    uint8_t sign_key[crypto_sign_SECRETKEYBYTES];
    uint8_t signature[crypto_sign_BYTES];
} on;

static void must(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(3);
}

static void open_once(const struct work *work, uint64_t number)
{
    uint8_t shared[crypto_kem_xwing_SHAREDSECRETBYTES];
    (void)work, (void)number;
    must(crypto_kem_xwing_dec(shared, on.sealed, on.secret) == 0, "open");
}

static void seal_once(const struct work *work, uint64_t number)
{
    uint8_t shared[crypto_kem_xwing_SHAREDSECRETBYTES];
    (void)work, (void)number;
    must(crypto_kem_xwing_enc(on.sealed, shared, on.public) == 0, "seal");
}

static void check_once(const struct work *work, uint64_t number)
{
    (void)work, (void)number;
    must(crypto_sign_verify_detached(on.signature, on.plain, SIGNED, on.check_key) == 0, "check");
}

static void sign_once(const struct work *work, uint64_t number)
{
    uint8_t signature[crypto_sign_BYTES];
    (void)work, (void)number;
    must(crypto_sign_detached(signature, NULL, on.plain, SIGNED, on.sign_key) == 0, "sign");
}

static void cipher_once(const struct work *work, uint64_t number)
{
    uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES] = {0};
    memcpy(nonce, &number, sizeof number);
    must(crypto_aead_chacha20poly1305_ietf_encrypt(
             on.other, NULL, on.plain, work->bytes, NULL, 0, NULL, nonce, on.secret) == 0,
        "cipher");
}

static void hash_once(const struct work *work, uint64_t number)
{
    uint8_t digest[crypto_generichash_BYTES];
    (void)number;
    must(crypto_generichash(digest, sizeof digest, on.plain, work->bytes, NULL, 0) == 0, "hash");
}

static void inflate_once(const struct work *work, uint64_t number)
{
    uLongf length = sizeof on.other;
    (void)number;
    if (on.packed_of != work->bytes) {
        on.packed_length = sizeof on.packed;
        must(compress2(on.packed, &on.packed_length, on.plain, work->bytes, 6) == Z_OK, "deflate");
        on.packed_of = work->bytes;
    }
    must(uncompress(on.other, &length, on.packed, on.packed_length) == Z_OK, "inflate");
}

static void write_once(const struct work *work, uint64_t number)
{
    char path[4096];
    (void)snprintf(
        path, sizeof path, "%s/floor-%u-%llu", on.directory, on.core, (unsigned long long)number);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    must(fd >= 0, path);
    for (size_t left = work->bytes; left > 0;) {
        size_t part = left < SIZE_MOST ? left : SIZE_MOST;
        must(write(fd, on.plain, part) == (ssize_t)part, path);
        left -= part;
    }
    must(fsync(fd) == 0 && close(fd) == 0, path);
}

static void commit_once(const struct work *work, uint64_t number)
{
    char path[4096];
    (void)number;
    (void)snprintf(path, sizeof path, "%s/log-%u", on.directory, on.core);
    if (on.log < 0)
        on.log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    must(on.log >= 0 && write(on.log, on.plain, work->bytes) == (ssize_t)work->bytes &&
             fsync(on.log) == 0,
        path);
}

static const struct {
    const char *name;
    void (*once)(const struct work *work, uint64_t number);
} KINDS[] = {
    {"open", open_once},
    {"seal", seal_once},
    {"check", check_once},
    {"sign", sign_once},
    {"cipher", cipher_once},
    {"hash", hash_once},
    {"inflate", inflate_once},
    {"write", write_once},
    {"commit", commit_once},
};

static int read_work(const char *word, struct work *work)
{
    size_t length = strcspn(word, "=");
    char *end = NULL;
    *work = (struct work){0};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (strlen(KINDS[i].name) == length && strncmp(KINDS[i].name, word, length) == 0)
            work->once = KINDS[i].once;
    }
    if (work->once == NULL || word[length] != '=')
        return 0;
    work->count = strtoull(word + length + 1, &end, 10);
    work->bytes = *end == ':' ? strtoull(end + 1, &end, 10) : SIGNED;
    return *end == '\0' && (work->bytes <= SIZE_MOST || work->once == write_once);
}

/* Half of it is random, in pieces that are longer than what deflate refers to by chance. */
static void prepare(void)
{
    for (size_t i = 0; i < sizeof on.plain; i += 64) {
        randombytes_buf(on.plain + i, 32);
        memset(on.plain + i + 32, (int)(i >> 12), 32);
    }
    crypto_kem_xwing_keypair(on.public, on.secret);
    uint8_t shared[crypto_kem_xwing_SHAREDSECRETBYTES];
    must(crypto_kem_xwing_enc(on.sealed, shared, on.public) == 0, "seal");
    crypto_sign_keypair(on.check_key, on.sign_key);
    crypto_sign_detached(on.signature, NULL, on.plain, SIGNED, on.sign_key);
    on.log = -1;
}

/* This process's part of each work, spread over the whole as evenly as their counts allow. */
static void labour(const struct work *work, size_t works, unsigned cores)
{
    uint64_t rounds = 0;
    uint64_t share[WORKS_MAX];
    for (size_t k = 0; k < works; k++) {
        share[k] = (work[k].count + cores - 1 - on.core) / cores;
        rounds = share[k] > rounds ? share[k] : rounds;
    }
    for (uint64_t round = 0; round < rounds; round++) {
        for (size_t k = 0; k < works; k++) {
            for (uint64_t i = round * share[k] / rounds; i < (round + 1) * share[k] / rounds; i++)
                work[k].once(&work[k], i);
        }
    }
}

int main(int argc, char **argv)
{
    struct work work[WORKS_MAX];
    size_t works = 0;
    int failed = 0;
    unsigned cores = argc > 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    for (int i = 3; i < argc && works < WORKS_MAX && read_work(argv[i], &work[works]); i++)
        works++;
    if (cores == 0 || works == 0 || works + 3 != (size_t)argc) {
        (void)fputs("usage: floor CORES DIRECTORY NAME=COUNT[:BYTES]...\n", stderr);
        return 2;
    }
    must(sodium_init() >= 0, "libsodium");
    on.directory = argv[2];
    prepare();
    for (on.core = 0; on.core < cores; on.core++) {
        pid_t child = fork();
        must(child >= 0, "fork");
        if (child == 0) {
            labour(work, works, cores);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < cores; i++) {
        int status = 0;
        must(wait(&status) > 0, "wait");
        failed |= status;
    }
    return failed == 0 ? 0 : 3;
}
