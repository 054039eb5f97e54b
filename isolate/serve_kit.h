/* What a worker for a kit answers: it has the kit's file, a socket and no key, and hands up what
 * kit.json says, as a plain record, and the members, as bytes (S13). */
#ifndef ISOLATE_SERVE_KIT_H
#define ISOLATE_SERVE_KIT_H

/* The worker's main. WIRE_KIT, where kit.json and the payload stand, is answered with a verdict,
 * and if that is good with a struct kit (WIRE_BYTES). WIRE_MEMBERS, once the record was confirmed,
 * is answered with a verdict on the payload and on what its members say; if that is good with each
 * member (WIRE_BYTES) and WIRE_END, else with the place of the member that is meant (WIRE_MEMBER),
 * KIT_FILES_MAX if it is none. Want of memory is such a verdict too. Returns when that is done,
 * when the other end is gone, or when it asks for anything else. */
void serve_kit(int kit, int socket);

#endif
