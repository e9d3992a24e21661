/* Chooses the inserts by the result: a failure to read an item's bytes is not always about the item itself. */
#include "imapi2fs/data_failure.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "imapi2fs/copy_store.h"
#include "imapi2fs/item_path.h"
#include "imapi2fs/recorder_device.h"
#include "imapi2fserror.h"

static void print(uint64_t number, WCHAR digits[IMAPIFS_NUMBER_CHARS])
{
    char bytes[IMAPIFS_NUMBER_CHARS];
    struct text text = text_in(bytes, sizeof bytes);
    size_t i;

    text_printf(&text, "%" PRIu64, number);
    for (i = 0; i <= text.length; i++)
        digits[i] = (unsigned char)bytes[i];
}

static void tell_item(struct data_failure *failure, struct imapifs_call *call, struct image_state *state,
                      const struct fs_node *node, const uint64_t *found)
{
    EnterCriticalSection(&state->lock);
    item_path_get(node, &failure->path);
    print(node->size_bytes, failure->expected);
    LeaveCriticalSection(&state->lock);
    wcscpy(failure->found, L"another number");
    if (found) print(*found, failure->found);
    call->inserts[0] = failure->path;
    call->inserts[1] = failure->expected;
    call->inserts[2] = failure->found;
}

void data_failure_tell(struct data_failure *failure, struct imapifs_call *call, HRESULT hr, struct image_state *state,
                       const struct fs_node *node, const uint64_t *found)
{
    memset(failure, 0, sizeof *failure);
    if (state && hr == IMAPI_E_STASHFILE_READ_FAILURE) {
        call->inserts[0] = failure->stash = copy_store_get_path(state->copies);
    } else if (state && state->disc && hr == IMAPI_E_IMPORT_READ_FAILURE) {
        imapifs_call_number(call, recorder_device_failed_block(state->disc));
    } else if (state && node) {
        tell_item(failure, call, state, node, found);
    } else {
        call->inserts[0] = L"boot image";
    }
}

void data_failure_free(struct data_failure *failure)
{
    SysFreeString(failure->path);
    base_free(failure->stash);
}
