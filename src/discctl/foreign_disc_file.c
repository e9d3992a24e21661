/* An image file as a foreign disc. */
#include "discctl/foreign_disc.h"

#include <stdint.h>
#include <string.h>

#include "imapi2error.h"

#include "discctl/files.h"
#include "discctl/foreign_disc_object.h"
#include "discctl/memory.h"

enum { BLOCK_BYTES = 2048, READ_10 = 0x28 };

/* Sense keys and additional sense codes; SPC-4. */
enum {
    MEDIUM_ERROR = 3,
    ILLEGAL_REQUEST = 5,
    UNRECOVERED_READ = 0x11,
    INVALID_OPCODE = 0x20,
    ADDRESS_OUT_OF_RANGE = 0x21,
};

/* Fixed format sense data (SPC-4): CHECK CONDITION. */
static HRESULT refuse(BYTE sense[FOREIGN_DISC_SENSE_BYTES], BYTE key, BYTE asc)
{
    memset(sense, 0, FOREIGN_DISC_SENSE_BYTES);
    sense[0] = 0x70;
    sense[2] = key;
    sense[7] = FOREIGN_DISC_SENSE_BYTES - 8;
    sense[12] = asc;
    return S_IMAPI_COMMAND_HAS_SENSE_DATA;
}

/* READ(10) of the file, whose last block may be short. */
static HRESULT read_file(const struct foreign_disc *disc, const BYTE *cdb, BYTE sense[FOREIGN_DISC_SENSE_BYTES],
                         BYTE *buffer, ULONG size, ULONG *fetched)
{
    ULONG first = foreign_disc_number_at(cdb + 2), count = (ULONG)cdb[7] << 8 | cdb[8];
    uint64_t at = (uint64_t)first * BLOCK_BYTES;
    OVERLAPPED place = {.Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32)};
    DWORD got = 0;

    if ((uint64_t)first + count > (ULONG)disc->block_count || count * BLOCK_BYTES > size)
        return refuse(sense, ILLEGAL_REQUEST, ADDRESS_OUT_OF_RANGE);
    if (!ReadFile(disc->file, buffer, count * BLOCK_BYTES, &got, &place) && GetLastError() != ERROR_HANDLE_EOF)
        return refuse(sense, MEDIUM_ERROR, UNRECOVERED_READ);
    if (got + BLOCK_BYTES <= count * BLOCK_BYTES) return refuse(sense, MEDIUM_ERROR, UNRECOVERED_READ);
    memset(buffer + got, 0, count * BLOCK_BYTES - got);
    *fetched = count * BLOCK_BYTES;
    return S_OK;
}

HRESULT foreign_disc_command_file(const struct foreign_disc *disc, const BYTE *cdb, ULONG cdb_size,
                                  BYTE sense[FOREIGN_DISC_SENSE_BYTES], BYTE *buffer, ULONG size, ULONG *fetched)
{
    if (cdb_size == 10 && cdb[0] == READ_10) return read_file(disc, cdb, sense, buffer, size, fetched);
    return refuse(sense, ILLEGAL_REQUEST, INVALID_OPCODE);
}

bool foreign_disc_of_file(const char *path, IMultisessionSequential **out, struct failure *failure)
{
    struct foreign_disc *disc;
    wchar_t *absolute;
    uint64_t bytes;

    *out = NULL;
    if (!file_look(path, &absolute, &bytes, failure)) return false;
    disc = foreign_disc_create();
    disc->file = CreateFileW(absolute, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    memory_free(absolute);
    if (disc->file == INVALID_HANDLE_VALUE) {
        *failure = failure_take(HRESULT_FROM_WIN32(GetLastError()));
    } else if (bytes < BLOCK_BYTES || bytes / BLOCK_BYTES >= INT32_MAX - FOREIGN_DISC_FREE_SECTORS) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_BAD_LENGTH), "%s is no image of a disc: it has %llu bytes",
                               path, (unsigned long long)bytes);
    } else {
        disc->block_count = (LONG)((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
        *out = &disc->IMultisessionSequential_iface;
        return true;
    }
    foreign_disc_release(disc);
    return false;
}
