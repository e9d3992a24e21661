/* The verbs. Each returns its exit code. */
#ifndef OPENIMAPI2_DISCCTL_VERBS_H
#define OPENIMAPI2_DISCCTL_VERBS_H

#include "discctl/arguments.h"

int verb_list(const struct arguments *arguments);
int verb_info(const struct arguments *arguments);

int verb_eject(const struct arguments *arguments);
int verb_close(const struct arguments *arguments);

int verb_media(const struct arguments *arguments);
int verb_burn(const struct arguments *arguments);
int verb_audio(const struct arguments *arguments);
int verb_erase(const struct arguments *arguments);

int verb_iso(const struct arguments *arguments);
int verb_ls(const struct arguments *arguments);

int verb_lock(const struct arguments *arguments);
int verb_owner(const struct arguments *arguments);

int verb_scsi(const struct arguments *arguments);
int verb_doctor(const struct arguments *arguments);
int verb_watch(const struct arguments *arguments);

int verb_virtual_add(const struct arguments *arguments);
int verb_virtual_insert(const struct arguments *arguments);
int verb_virtual_remove(const struct arguments *arguments);
int verb_virtual_list(const struct arguments *arguments);
int verb_virtual_fault(const struct arguments *arguments);

#endif
