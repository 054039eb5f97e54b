/* How a process has another one killed that is not its child: by a descriptor, which the parent
 * makes and hands over. It is a descriptor of that very process where the system gives such
 * (Linux 5.3); else one end of a pair, whose other end the parent keeps: as soon as nobody has the
 * first one open, the kernel kills the process. Either way a number of a process that was given to
 * another one since hits nobody. */
#ifndef BASE_SYSTEM_LEASH_LINUX_H
#define BASE_SYSTEM_LEASH_LINUX_H

#include <sys/types.h>

enum { LEASH_ENDS_MAX = 64 };

/* What a parent keeps for the leashes of its children; begins as zeros. */
struct leash_ends {
    struct {
        pid_t child; /* 0: none */
        int kept;
    } end[LEASH_ENDS_MAX];
};

/* For a child that has not been waited for. -1 if there can be none: the system has no more
 * descriptors, or gives none of a process and LEASH_ENDS_MAX children have theirs. */
int leash_make(struct leash_ends *ends, pid_t child);

/* The child has ended, and was waited for. */
void leash_ended(struct leash_ends *ends, pid_t child);

/* Kills the process, if it is there, and closes the descriptor, of which there may be copies. */
void leash_pull(int leash);

#endif
