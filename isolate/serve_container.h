/* What a worker for a container answers: it has the container, a socket and no key, and hands up
 * the names and contents of the files in it, as bytes (S13). */
#ifndef ISOLATE_SERVE_CONTAINER_H
#define ISOLATE_SERVE_CONTAINER_H

/* The worker's main. First comes WIRE_CONTAINER. WIRE_NEXT is answered with a verdict, and if that
 * is good with WIRE_END where there is no further member, else with WIRE_MEMBER and the
 * first BEGINNING_SIZE bytes of its content, or all there are, as WIRE_BYTES; none if it cannot be
 * read.
 * WIRE_REST is answered with the rest in parts (WIRE_BYTES), WIRE_END and a verdict. Want of memory
 * is a verdict in place of whatever comes next, and the end. What is not asked for is not unpacked
 * further than the format needs. Returns when the other end is gone or asks for what is not of the
 * protocol. */
void serve_container(int container, int socket);

#endif
