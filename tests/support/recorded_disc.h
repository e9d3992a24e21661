/* Discs in memory, made of blocks that other programs recorded (vectors/fs), and small changes to them. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_RECORDED_DISC_H
#define OPENIMAPI2_TESTS_SUPPORT_RECORDED_DISC_H

#include <stddef.h>
#include <stdint.h>

struct recorded_disc {
    uint8_t *bytes; /* owned */
    uint32_t block_count;
};

/* The vectors of a file, each at its original block; zeros elsewhere, except for a volume recognition sequence in
 * blocks 16 to 18 if the vectors have none. nsr: "NSR02" or "NSR03"; NULL: no such sequence.
 */
struct recorded_disc recorded_disc_load(const char *path, uint32_t block_count, const char *nsr);
void recorded_disc_free(struct recorded_disc *disc);

uint8_t *recorded_block(const struct recorded_disc *disc, uint32_t lba);

/* Writes a File Identifier Descriptor at `to`; its checksum and CRC are left 0. ECMA-167 4/14.4
 * name     ASCII, recorded with 8 bits per character; a name that begins with a byte of 16, 254 or 255 is recorded as
 * it is. returns  its length in bytes.
 */
size_t put_identifier(uint8_t *to, uint8_t characteristics, uint32_t block, uint16_t partition, const char *name,
                      size_t name_bytes, uint16_t use_bytes);

/* The volume of imapi2fs.dll: its partition begins at block 288 and has 86 blocks; the root's ICB is block 2 of it, its
 * identifiers are in block 3; "scripts" is ICB 4, whose 2016 bytes of identifiers are in block 5; "Autounattend.xml" is
 * ICB 6; and ICB 7 is a file of "scripts". The vectors leave out the identifiers of "scripts": a parent, a file "a" of
 * ICB 7, and a deleted one that fills the rest.
 */
enum {
    IMAPI_BLOCKS = 640,
    IMAPI_PARTITION = 288,
    IMAPI_SCRIPTS_ICB = 292,
    IMAPI_SCRIPTS_FIDS = 293,
    IMAPI_FILE_ICB = 294,
};
struct recorded_disc recorded_disc_imapi(void);

#endif
