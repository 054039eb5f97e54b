/* The calls that a worker has, with flags, addresses and descriptors that it has no right to. As in
 * fixture_hostile_calls.c, a call that comes back is no harm done, and the worker goes on honestly.
 */
#include "base/system/sandbox_linux.h"
#include "fixture_hostile_plan.h"
#include "isolate/task.h"

#include <stdint.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { PAGE = 4096 };

static uint8_t memory[2 * PAGE] __attribute__((aligned(PAGE)));

/* ---- the socket ---- */

/* The other end's poll(2) then says that there is something to read, and its recv(2) waits. */
static void send_out_of_band(struct served *served)
{
    (void)send(served->socket, "x", 1, MSG_OOB | MSG_NOSIGNAL);
}

static void send_without_a_byte(struct served *served)
{
    (void)send(served->socket, "", 0, MSG_MORE | MSG_NOSIGNAL);
}

static void send_to_an_address(struct served *served)
{
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/tmp/sigill-hostile"};
    (void)sendto(
        served->socket, "", 0, MSG_NOSIGNAL, (const struct sockaddr *)&address, sizeof address);
}

static void send_to_no_address_of_some_length(struct served *served)
{
    (void)sendto(served->socket, "", 0, MSG_NOSIGNAL, NULL, 1);
}

static void look_ahead(struct served *served)
{
    (void)recv(served->socket, memory, 1, MSG_PEEK | MSG_DONTWAIT);
}

static void read_out_of_band(struct served *served)
{
    (void)recv(served->socket, memory, 1, MSG_OOB | MSG_DONTWAIT);
}

static void read_errors(struct served *served)
{
    (void)recv(served->socket, memory, 1, MSG_ERRQUEUE | MSG_DONTWAIT);
}

static void ask_for_sender(struct served *served)
{
    socklen_t size = sizeof memory;
    (void)recvfrom(served->socket, memory, 0, 0, (struct sockaddr *)(void *)memory, &size);
}

static void ask_for_the_size_of_no_sender(struct served *served)
{
    socklen_t size = 0;
    (void)recvfrom(served->socket, memory, 0, 0, NULL, &size);
}

static void send_to_the_bundle(struct served *served)
{
    (void)send(served->bundle, "x", 1, MSG_NOSIGNAL);
}

/* The kernel takes the lower half of a descriptor. */
static void read_by_a_wide_number(struct served *served)
{
    (void)syscall(SYS_pread64, (long)served->bundle | INT64_C(1) << 32, memory, 1, 0);
}

/* ---- memory ---- */

static void map(int protection, int flags)
{
    (void)mmap(memory, PAGE, protection, flags | MAP_ANONYMOUS, -1, 0);
}

static void map_shared(struct served *served)
{
    (void)served;
    map(PROT_READ | PROT_WRITE, MAP_SHARED);
}

static void map_in_place(struct served *served)
{
    (void)served;
    map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED);
}

static void map_growing(struct served *served)
{
    (void)served;
    map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_GROWSDOWN);
}

static void map_locked(struct served *served)
{
    (void)served;
    map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_LOCKED);
}

static void map_by_a_descriptor(struct served *served)
{
    (void)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, served->bundle, 0);
}

static void map_code(struct served *served)
{
    (void)served;
    map(PROT_EXEC, MAP_PRIVATE);
}

static void map_unknown_protection(struct served *served)
{
    (void)served;
    map(PROT_READ | 0x40, MAP_PRIVATE);
}

static void protect_growing(struct served *served)
{
    (void)served;
    (void)mprotect(memory, PAGE, PROT_READ | PROT_WRITE | PROT_GROWSDOWN);
}

static void move_in_place(struct served *served)
{
    (void)served;
    (void)mremap(memory, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, memory + PAGE);
}

static void leave_behind(struct served *served)
{
    (void)served;
    (void)mremap(memory, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
}

static void drop_for_others(struct served *served)
{
    (void)served;
    (void)madvise(memory, PAGE, MADV_FREE);
}

/* ---- random numbers ---- */

static void drain_random(struct served *served)
{
    (void)served;
    (void)syscall(SYS_getrandom, memory, 1, GRND_RANDOM | GRND_NONBLOCK);
}

const struct hostile_plan HOSTILE_FLAGS[] = {
    {.name = "out-of-band", .at_once = send_out_of_band},
    {.name = "without-a-byte", .at_once = send_without_a_byte},
    {.name = "to-an-address", .at_once = send_to_an_address},
    {.name = "to-no-address", .at_once = send_to_no_address_of_some_length},
    {.name = "look-ahead", .at_once = look_ahead},
    {.name = "read-out-of-band", .at_once = read_out_of_band},
    {.name = "read-errors", .at_once = read_errors},
    {.name = "ask-for-sender", .at_once = ask_for_sender},
    {.name = "ask-for-no-sender", .at_once = ask_for_the_size_of_no_sender},
    {.name = "to-the-bundle", .at_once = send_to_the_bundle},
    {.name = "wide-number", .at_once = read_by_a_wide_number},
    {.name = "map-shared", .at_once = map_shared},
    {.name = "map-in-place", .at_once = map_in_place},
    {.name = "map-growing", .at_once = map_growing},
    {.name = "map-locked", .at_once = map_locked},
    {.name = "map-by-a-descriptor", .at_once = map_by_a_descriptor},
    {.name = "map-code", .at_once = map_code},
    {.name = "map-unknown-protection", .at_once = map_unknown_protection},
    {.name = "protect-growing", .at_once = protect_growing},
    {.name = "move-in-place", .at_once = move_in_place},
    {.name = "leave-behind", .at_once = leave_behind},
    {.name = "drop-for-others", .at_once = drop_for_others},
    {.name = "drain-random", .at_once = drain_random},
    {0},
};
