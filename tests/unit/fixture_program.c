#include "fixture_program.h"

#include "base/system/sandbox_linux.h"
#include "isolate/task.h"
#include "isolate/wire.h"

#include <elf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __x86_64__

/* sendto(SANDBOX_SOCKET, message, 16, MSG_NOSIGNAL, NULL, 0); exit_group(FIXTURE_PROGRAM_ENDS). */
static const uint8_t CODE[] = {
    0xB8, 44, 0, 0, 0,                   /* mov eax, SYS_sendto */
    0xBF, SANDBOX_SOCKET, 0, 0, 0,       /* mov edi */
    0x48, 0x8D, 0x35, 32, 0, 0, 0,       /* lea rsi, [rip + 32]: behind the code */
    0xBA, 16, 0, 0, 0,                   /* mov edx */
    0x41, 0xBA, 0, 0x40, 0, 0,           /* mov r10d, MSG_NOSIGNAL */
    0x45, 0x31, 0xC0,                    /* xor r8d, r8d */
    0x45, 0x31, 0xC9,                    /* xor r9d, r9d */
    0x0F, 0x05,                          /* syscall */
    0xBF, FIXTURE_PROGRAM_ENDS, 0, 0, 0, /* mov edi */
    0xB8, 231, 0, 0, 0,                  /* mov eax, SYS_exit_group */
    0x0F, 0x05,                          /* syscall */
    0x90,                                /* nop */
};

struct program {
    Elf64_Ehdr head;
    Elf64_Phdr segment;
    uint8_t code[sizeof CODE];
    uint32_t message[4];
} __attribute__((packed));

enum { PLACE = 0x400000 };

bool fixture_program_write(int fd)
{
    struct program program = {
        .head = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
                     EV_CURRENT},
            .e_type = ET_EXEC,
            .e_machine = EM_X86_64,
            .e_version = EV_CURRENT,
            .e_entry = PLACE + offsetof(struct program, code),
            .e_phoff = offsetof(struct program, segment),
            .e_ehsize = sizeof(Elf64_Ehdr),
            .e_phentsize = sizeof(Elf64_Phdr),
            .e_phnum = 1},
        .segment = {.p_type = PT_LOAD,
            .p_flags = PF_R | PF_X,
            .p_vaddr = PLACE,
            .p_filesz = sizeof program,
            .p_memsz = sizeof program,
            .p_align = 4096},
        .message = {WIRE_VERDICT, sizeof(struct wire_verdict), STATUS_REFUSED, REASON_DAMAGED},
    };
    memcpy(program.code, CODE, sizeof CODE);
    return write(fd, &program, sizeof program) == sizeof program && fchmod(fd, S_IRWXU) == 0;
}

#else

bool fixture_program_write(int fd)
{
    (void)fd;
    return false;
}

#endif
