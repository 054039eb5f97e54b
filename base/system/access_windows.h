/* Who may do what with files and directories: their access lists, for what other systems keep as
 * modes. */
#ifndef BASE_SYSTEM_ACCESS_WINDOWS_H
#define BASE_SYSTEM_ACCESS_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

/* Whether a mode (chmod(1)) gives nothing to others than the owner. */
bool access_mode_is_closed(unsigned mode);

/* An access list that gives everything to the user who runs the program, and nothing to anybody
 * else. In one block, for CreateFileW and its kin. */
struct access_closed {
    SECURITY_ATTRIBUTES attributes;
    SECURITY_DESCRIPTOR descriptor;
    _Alignas(
        ACL) unsigned char list[sizeof(ACL) + sizeof(ACCESS_ALLOWED_ACE) + 68]; /* and its SID */
};

/* False, with errno, if the system does not say who the user is. It points into itself. */
bool access_close(struct access_closed *closed);

/* The user's name, with the machine or domain that knows it, as programs of the system take it; the
 * number of the name where that cannot be told. */
enum { ACCESS_NAME_SIZE = 1024 };
void access_user_name(char name[ACCESS_NAME_SIZE]);

/* Puts that list on what is open with the right to write it. False, with errno: EPERM where the
 * file system keeps no access lists. */
bool access_close_open(HANDLE handle);

/* Whether what has this owner and list gives somebody else than the user any of the rights, be it
 * to a part of what they mean, or under a condition; the system itself and administrators do not
 * count. An owner always has WRITE_DAC. No list gives all to everybody. */
bool access_gives(PSID owner, PACL list, PSID user, DWORD rights);

/* The same of what is open, and the user who runs the program; true where the file system keeps no
 * access lists, and where it cannot be told. */
bool access_others_have(HANDLE handle, DWORD rights);

#endif
