/* Reads blocks of a disc outside the image's lock, in pieces that the recorder's adapter accepts. */
#include "imapi2fs/recorder_device.h"

#include "base/alloc.h"
#include "com/global_interface.h"
#include "fs/tree.h"
#include "imapi2fs/recorder_command.h"

struct recorder_device {
    struct fs_device device;
    LONG references;
    struct com_global *recorder;
    struct image_state *changing; /* whose lock the thread has; NULL: nobody's */
    DWORD thread;
    LONG failed;     /* the first block of the last command that failed */
    LONG has_failed; /* not because of audio */
};

static struct recorder_device *recorder_device_of(struct fs_device *device)
{
    return CONTAINING_RECORD(device, struct recorder_device, device);
}

/* Blocks that one command may ask for. */
static uint32_t blocks_at_once(IDiscRecorder2Ex *recorder)
{
    ULONG bytes = 0;

    if (FAILED(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(recorder, &bytes))) return FS_DEVICE_BLOCKS_MAX;
    if (bytes / FS_BLOCK_BYTES >= FS_DEVICE_BLOCKS_MAX) return FS_DEVICE_BLOCKS_MAX;
    return bytes < FS_BLOCK_BYTES ? 1 : bytes / FS_BLOCK_BYTES;
}

static HRESULT read_all(struct recorder_device *device, uint32_t first, uint32_t count, uint8_t *bytes)
{
    IDiscRecorder2Ex *recorder;
    uint32_t most, piece;
    bool is_audio;
    HRESULT hr = com_global_get(device->recorder, &IID_IDiscRecorder2Ex, (void **)&recorder);

    if (FAILED(hr)) {
        InterlockedExchange(&device->has_failed, TRUE);
        return hr;
    }
    most = blocks_at_once(recorder);
    for (; count && SUCCEEDED(hr); count -= piece, first += piece, bytes += (size_t)piece * FS_BLOCK_BYTES) {
        piece = count < most ? count : most;
        hr = recorder_read_blocks(recorder, first, piece, bytes, &is_audio);
        if (FAILED(hr)) InterlockedExchange(&device->failed, (LONG)first);
        if (FAILED(hr) && !is_audio) InterlockedExchange(&device->has_failed, TRUE);
    }
    IDiscRecorder2Ex_Release(recorder);
    return hr;
}

static int32_t read_blocks(struct fs_device *device, uint32_t first, uint32_t count, void *bytes)
{
    struct recorder_device *recorder_device = recorder_device_of(device);
    struct image_state *state = NULL;
    HRESULT hr;

    if (recorder_device->thread == GetCurrentThreadId()) state = recorder_device->changing;
    if (!state) return read_all(recorder_device, first, count, bytes);
    recorder_device_set_change(device, NULL);
    image_state_pause_change(state);
    hr = read_all(recorder_device, first, count, bytes);
    image_state_resume_change(state);
    recorder_device_set_change(device, state);
    return hr;
}

static void hold(struct fs_device *device)
{
    InterlockedIncrement(&recorder_device_of(device)->references);
}

static void release(struct fs_device *device)
{
    struct recorder_device *recorder_device = recorder_device_of(device);

    if (InterlockedDecrement(&recorder_device->references)) return;
    com_global_release(recorder_device->recorder);
    base_free(recorder_device);
}

HRESULT recorder_device_create(struct com_global *recorder, uint32_t block_count, struct fs_device **out)
{
    struct recorder_device *made = base_alloc(sizeof *made);

    *out = NULL;
    if (!made) return E_OUTOFMEMORY;
    made->device = (struct fs_device){read_blocks, hold, release, block_count};
    made->references = 1;
    made->recorder = recorder;
    com_global_add_ref(recorder);
    *out = &made->device;
    return S_OK;
}

void recorder_device_set_change(struct fs_device *device, struct image_state *state)
{
    struct recorder_device *recorder_device = recorder_device_of(device);

    recorder_device->thread = state ? GetCurrentThreadId() : 0;
    recorder_device->changing = state;
}

uint32_t recorder_device_failed_block(struct fs_device *device)
{
    return (uint32_t)InterlockedCompareExchange(&recorder_device_of(device)->failed, 0, 0);
}

bool recorder_device_has_failed(struct fs_device *device)
{
    return InterlockedCompareExchange(&recorder_device_of(device)->has_failed, 0, 0);
}
