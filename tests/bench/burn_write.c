/* The rate of a burn through COM, compared with a plain loop that passes the same blocks to IDiscRecorder2Ex directly:
 * the same recorder, disc and stream, in one process, alternating.
 *
 *     burn_write SAMPLES IMAGE ID     each line: "section" (IWriteEngine2, WRITEs alone), "burn" (IDiscFormat2Data,
 *                                     whole) or "copy", and nanoseconds; SAMPLES times
 *
 * ID names a recorder with an overwritable disc. IMAGE has a multiple of 64 KiB. Any failure ends the program with exit
 * code 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <windows.h>
#include <oleauto.h>
#include <shlwapi.h>

#include "bench/measured.h"
#include "imapi2.h"

enum {
    BLOCK_BYTES = 2048,
    WRITE_BLOCKS = 32,
    WRITE_BYTES = WRITE_BLOCKS * BLOCK_BYTES,
    TIMEOUT_S = 60,
    SENSE_BYTES = 18,
    SECTORS_PER_S = 17980, /* BD at 8x */
};

static IDiscRecorder2 *recorder;
static IDiscRecorder2Ex *raw;
static IDiscFormat2Data *writer;
static IWriteEngine2 *engine;

static void open_recorder(const char *id)
{
    WCHAR wide[512];
    BSTR text;

    must(
        CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscRecorder2, (void **)&recorder),
        "MsftDiscRecorder2");
    MultiByteToWideChar(CP_UTF8, 0, id, -1, wide, 512);
    text = SysAllocString(wide);
    must(IDiscRecorder2_InitializeDiscRecorder(recorder, text), "InitializeDiscRecorder");
    SysFreeString(text);
    must(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&raw), "IDiscRecorder2Ex");
    must(CoCreateInstance(&CLSID_MsftDiscFormat2Data, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscFormat2Data,
                          (void **)&writer),
         "MsftDiscFormat2Data");
    text = SysAllocString(L"burn_write");
    must(IDiscFormat2Data_put_Recorder(writer, recorder), "put_Recorder");
    must(IDiscFormat2Data_put_ClientName(writer, text), "put_ClientName");
    must(IDiscFormat2Data_put_ForceOverwrite(writer, VARIANT_TRUE), "put_ForceOverwrite");
    SysFreeString(text);
    must(CoCreateInstance(&CLSID_MsftWriteEngine2, NULL, CLSCTX_INPROC_SERVER, &IID_IWriteEngine2, (void **)&engine),
         "MsftWriteEngine2");
    must(IWriteEngine2_put_Recorder(engine, raw), "put_Recorder of the engine");
    must(IWriteEngine2_put_BytesPerSector(engine, BLOCK_BYTES), "put_BytesPerSector");
    must(IWriteEngine2_put_StartingSectorsPerSecond(engine, SECTORS_PER_S), "put_StartingSectorsPerSecond");
    must(IWriteEngine2_put_EndingSectorsPerSecond(engine, SECTORS_PER_S), "put_EndingSectorsPerSecond");
}

static void write_section(IStream *image)
{
    STATSTG found;

    must(IStream_Stat(image, &found, STATFLAG_NONAME), "Stat");
    must(IWriteEngine2_WriteSection(engine, image, 0, (LONG)(found.cbSize.QuadPart / BLOCK_BYTES)), "WriteSection");
}

static void burn(IStream *image)
{
    must(IDiscFormat2Data_Write(writer, image), "Write");
}

/* Read, WRITE(10) (MMC-6), until the stream ends. */
static void copy(IStream *image)
{
    static BYTE buffer[WRITE_BYTES], sense[SENSE_BYTES];
    ULONG lba = 0, got;

    for (;; lba += WRITE_BLOCKS) {
        BYTE cdb[10] = {0x2A,         0, (BYTE)(lba >> 24), (BYTE)(lba >> 16), (BYTE)(lba >> 8), (BYTE)lba, 0, 0,
                        WRITE_BLOCKS, 0};

        must(IStream_Read(image, buffer, sizeof buffer, &got), "Read");
        if (!got) return;
        if (got != sizeof buffer) must(E_FAIL, "a short read");
        must(IDiscRecorder2Ex_SendCommandSendDataToDevice(raw, cdb, sizeof cdb, sense, TIMEOUT_S, buffer, got),
             "SendCommandSendDataToDevice");
    }
}

static void sample(const char *name, void (*write)(IStream *image), IStream *image)
{
    LARGE_INTEGER beginning = {.QuadPart = 0};
    uint64_t began;

    must(IStream_Seek(image, beginning, STREAM_SEEK_SET, NULL), "Seek");
    began = now_ns();
    write(image);
    printf("%s %llu\n", name, (unsigned long long)(now_ns() - began));
}

int main(int argc, char **argv)
{
    IStream *image;
    int samples;

    if (argc != 4) return 2;
    must(CoInitialize(NULL), "CoInitialize");
    must(SHCreateStreamOnFileA(argv[2], STGM_READ | STGM_SHARE_DENY_WRITE, &image), argv[2]);
    open_recorder(argv[3]);
    burn(image); /* the disc is formatted, and its file is there */
    for (samples = atoi(argv[1]); samples > 0; samples--) {
        sample("section", write_section, image);
        sample("burn", burn, image);
        sample("copy", copy, image);
    }
    IWriteEngine2_Release(engine);
    IDiscFormat2Data_Release(writer);
    IDiscRecorder2Ex_Release(raw);
    IDiscRecorder2_Release(recorder);
    IStream_Release(image);
    CoUninitialize();
    return 0;
}
