/* Copies a data disc to an image file, by raw commands. burn_c burns the file to another disc.
 *     copy_c FILE.iso [RECORDER, counted from 0]
 * Audio CDs have no file system: they cannot be copied in this way.
 */
#define COBJMACROS
#include <stdlib.h>
#include <string.h>
#include <initguid.h>
#include "show.h"
#include "recorder.h"

enum { BLOCK = 2048, BLOCKS = 16, SECONDS = 60 };

static ULONG number_of(const BYTE *bytes)
{
    return (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
}

/* A command that reads. The drive's refusal is a success of the method: the sense data say what it is. */
static HRESULT ask(IDiscRecorder2Ex *drive, BYTE cdb[10], BYTE *reply, ULONG size)
{
    BYTE sense[18];
    ULONG fetched = 0;
    HRESULT hr;
    int i;

    for (i = 0; i < 5; i++) {
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(drive, cdb, 10, sense, SECONDS, reply, size, &fetched);
        if (FAILED(hr)) return hr;
        if (hr == S_OK) return fetched == size ? S_OK : E_FAIL;
        if ((sense[2] & 0x0F) != 6) break; /* 6: the disc was changed, or the drive was reset; ask again */
    }
    printf("    sense %X/%02X/%02X\n", sense[2] & 0x0F, sense[12], sense[13]);
    return E_FAIL;
}

static HRESULT copy(IDiscRecorder2Ex *drive, FILE *file)
{
    BYTE read_capacity[10] = {0x25}, capacity[8], data[BLOCKS * BLOCK];
    ULONG block, count, last;
    HRESULT hr = ask(drive, read_capacity, capacity, sizeof capacity);

    if (FAILED(hr)) return hr;
    last = number_of(capacity);
    for (block = 0; block <= last; block += count) {
        BYTE read_10[10] = {0x28, 0, (BYTE)(block >> 24), (BYTE)(block >> 16), (BYTE)(block >> 8), (BYTE)block};

        count = last - block + 1 < BLOCKS ? last - block + 1 : BLOCKS;
        read_10[8] = (BYTE)count;
        hr = ask(drive, read_10, data, count * BLOCK);
        if (FAILED(hr)) return hr;
        if (fwrite(data, BLOCK, count, file) != count) return HRESULT_FROM_WIN32(ERROR_WRITE_FAULT);
    }
    printf("    %lu blocks\n", (unsigned long)last + 1);
    return S_OK;
}

int main(int argc, char **argv)
{
    LONG number = argc > 2 ? atoi(argv[2]) : 0;
    IDiscRecorder2 *recorder;
    IDiscRecorder2Ex *drive;
    FILE *file;
    HRESULT hr;

    if (argc < 2) return puts("copy_c FILE.iso [RECORDER]"), 2;
    CoInitialize(NULL);
    hr = open_recorder(number, &recorder);
    if (SUCCEEDED(hr)) hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&drive);
    if (FAILED(hr)) return show("Copying", hr, NULL), 1;
    file = fopen(argv[1], "wb");
    if (!file) return puts("the file cannot be made"), 1;
    hr = copy(drive, file);
    if (fclose(file)) hr = HRESULT_FROM_WIN32(ERROR_WRITE_FAULT);
    show("Copying", hr, L"done");
    IDiscRecorder2Ex_Release(drive);
    IDiscRecorder2_Release(recorder);
    return FAILED(hr);
}
