/* The settings of one simulated drive at Linux's SG_IO: who it is, what is in it, and what goes wrong with it. A text
 * file that whoever steers the drive replaces as a whole (write another, rename it), from Linux or from a program in
 * Wine; it is read anew when it has changed. One setting a line:
 *
 *     drive PATH              a captured drive (tests/drives). Without: our own drive
 *     state TEXT              which of its captured states, as its replies' "media" says
 *     media NAME              a name of sim/sim_media.h
 *     image PATH              for media image
 *     blocks N, busy N, time N, protected 1
 *                             the disc and the drive as struct sim_options has them; new with a new media-serial
 *     media-serial N          another number than before: somebody changed the medium
 *     fault-serial N          another number than before: faults were set or cleared
 *     fault OPCODE KIND NTH PARAMETER [HEX]
 *                             OPCODE hex; KIND sense, reply, short, delay, gone or hang; PARAMETER decimal or 0x...:
 *                             see sim/sim_fault.h; HEX: the reply's bytes
 *     residual none           as many ATA adapters: every transfer is reported as full
 */
#ifndef OPENIMAPI2_TESTS_SGDRIVE_SETTINGS_H
#define OPENIMAPI2_TESTS_SGDRIVE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_drive.h"
#include "sim/sim_fault.h"
#include "sim/sim_media.h"

struct settings {
    char *drive; /* NULL: our own */
    char *state; /* NULL: the first */
    char *image; /* NULL: none */
    enum sim_medium medium;
    struct sim_options options;
    uint32_t media_serial;
    uint32_t fault_serial;
    bool has_no_residual;
    struct sim_fault faults[SIM_FAULTS_MAX];
    size_t fault_count;
};

/* A file that is missing is one without a line. What cannot be read or understood ends the program with a word: a test
 * that wrote it must not go on.
 */
struct settings *settings_read(const char *path);
void settings_free(struct settings *settings);

/* Ends the program. */
void stop(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Never NULL. */
void *get_memory(size_t bytes);

/* The whole file, with a 0 behind it; *count without it. NULL when it cannot be read. */
char *file_read(const char *path, size_t *count);

#endif
