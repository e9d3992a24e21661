/* The cost of a raw command through IDiscRecorder2Ex, compared with a loop that passes the same command to
 * DeviceIoControl directly: on the same drive, in one process, alternating after each command.
 *
 *     raw_command SAMPLES COMMANDS LETTER ID      each line: command, way, nanoseconds; SAMPLES times
 *
 * LETTER and ID name the same drive, with a readable medium in it. A sample is the median of COMMANDS commands. Any
 * failure, and any difference between the results of the two, ends the program with exit code 1.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <oleauto.h>
#include <winioctl.h>
#include <ntddscsi.h>

#include "bench/measured.h"
#include "imapi2.h"

enum { SENSE_BYTES = 18, TIMEOUT_S = 10, COMMANDS_MAX = 10000, BYTES_MAX = 32768 };

/* SPC-4, INQUIRY; MMC-6, READ (10) of logical blocks 0 to 15. */
static struct {
    const char *name;
    BYTE cdb[10];
    UCHAR cdb_bytes;
    ULONG bytes;
} commands[] = {
    {"inquiry-36", {0x12, 0, 0, 0, 36, 0}, 6, 36},
    {"read-16", {0x28, 0, 0, 0, 0, 0, 0, 0, 16, 0}, 10, 32768},
};

static HANDLE drive;
static IDiscRecorder2Ex *recorder;
static BYTE bare_data[BYTES_MAX], our_data[BYTES_MAX];

static void must_have(BOOL good, const char *what, unsigned long code)
{
    if (good) return;
    fprintf(stderr, "%s: 0x%08lX\n", what, code);
    exit(1);
}

static void open_drive(const char *letter, const char *id)
{
    char path[] = "\\\\.\\X:";
    WCHAR wide[512];
    IDiscRecorder2 *basic;
    HRESULT hr;
    BSTR bstr;

    path[4] = letter[0];
    drive = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                        NULL);
    must_have(drive != INVALID_HANDLE_VALUE, path, GetLastError());
    hr = CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_INPROC_SERVER, &IID_IDiscRecorder2, (void **)&basic);
    must_have(SUCCEEDED(hr), "CoCreateInstance", (unsigned long)hr);
    MultiByteToWideChar(CP_UTF8, 0, id, -1, wide, 512);
    bstr = SysAllocString(wide);
    hr = IDiscRecorder2_InitializeDiscRecorder(basic, bstr);
    must_have(SUCCEEDED(hr), "InitializeDiscRecorder", (unsigned long)hr);
    SysFreeString(bstr);
    hr = IDiscRecorder2_QueryInterface(basic, &IID_IDiscRecorder2Ex, (void **)&recorder);
    must_have(SUCCEEDED(hr), "IDiscRecorder2Ex", (unsigned long)hr);
    IDiscRecorder2_Release(basic);
}

static void send_bare(int which)
{
    struct {
        SCSI_PASS_THROUGH_DIRECT request;
        UCHAR sense[SENSE_BYTES];
    } buffer;
    DWORD returned;
    BOOL good;

    memset(&buffer, 0, sizeof buffer);
    buffer.request.Length = sizeof buffer.request;
    buffer.request.CdbLength = commands[which].cdb_bytes;
    buffer.request.SenseInfoLength = SENSE_BYTES;
    buffer.request.DataIn = SCSI_IOCTL_DATA_IN;
    buffer.request.DataTransferLength = commands[which].bytes;
    buffer.request.TimeOutValue = TIMEOUT_S;
    buffer.request.DataBuffer = bare_data;
    buffer.request.SenseInfoOffset = (ULONG)((char *)buffer.sense - (char *)&buffer);
    memcpy(buffer.request.Cdb, commands[which].cdb, commands[which].cdb_bytes);
    good = DeviceIoControl(drive, IOCTL_SCSI_PASS_THROUGH_DIRECT, &buffer, sizeof buffer, &buffer, sizeof buffer,
                           &returned, NULL);
    must_have(good, "DeviceIoControl", GetLastError());
    must_have(!buffer.request.ScsiStatus, "SCSI status", buffer.request.ScsiStatus);
}

static void send_ours(int which)
{
    BYTE sense[SENSE_BYTES];
    ULONG fetched;
    HRESULT hr =
        IDiscRecorder2Ex_SendCommandGetDataFromDevice(recorder, commands[which].cdb, commands[which].cdb_bytes, sense,
                                                      TIMEOUT_S, our_data, commands[which].bytes, &fetched);

    must_have(hr == S_OK && fetched == commands[which].bytes, "SendCommandGetDataFromDevice", (unsigned long)hr);
}

static uint64_t time_of(void (*send)(int), int which)
{
    uint64_t start = now_ns();

    send(which);
    return now_ns() - start;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

static uint64_t median(uint64_t *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return values[count / 2];
}

static void sample(int which, int count)
{
    static uint64_t bare[COMMANDS_MAX], ours[COMMANDS_MAX];
    int i;

    for (i = 0; i < count; i++) {
        bare[i] = time_of(send_bare, which);
        ours[i] = time_of(send_ours, which);
    }
    must_have(!memcmp(bare_data, our_data, commands[which].bytes), "the two ways brought different bytes", 0);
    printf("%s bare %llu\n", commands[which].name, (unsigned long long)median(bare, count));
    printf("%s ours %llu\n", commands[which].name, (unsigned long long)median(ours, count));
}

int main(int argc, char **argv)
{
    HRESULT hr = CoInitialize(NULL);
    int samples, count, i;

    if (argc != 5) return 2;
    samples = atoi(argv[1]);
    count = atoi(argv[2]);
    if (count < 1 || count > COMMANDS_MAX) return 2;
    must_have(SUCCEEDED(hr), "CoInitialize", (unsigned long)hr);
    open_drive(argv[3], argv[4]);
    for (i = 0; i < 2; i++) /* whatever is done only once, and the first medium's unit attention */
        sample(i, 10);
    printf("begin\n");
    for (; samples > 0; samples--) {
        for (i = 0; i < 2; i++)
            sample(i, count);
    }
    IDiscRecorder2Ex_Release(recorder);
    CloseHandle(drive);
    CoUninitialize();
    return 0;
}
