/* The members of a bundle, as a worker that was taken over hands them up. */
#ifndef FIXTURE_HOSTILE_MEMBERS_H
#define FIXTURE_HOSTILE_MEMBERS_H

#include <stdbool.h>

struct served;
struct hostile_plan;

/* Answers WIRE_MEMBERS as the plan says. false: the other end is gone. */
bool hostile_members_give(struct served *served, const struct hostile_plan *plan);

#endif
