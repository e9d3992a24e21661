/* Recorders of the client's own, for the writers. */
#include "hostile/by_hand_recorders.h"

#include <string.h>

#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "support/memory_parts.h"

/* GET CONFIGURATION of a CD writer: Profile List, Core and CD Track at Once. */
static const BYTE cd_writer[] = {0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x0A, 0x00, 0x00, 0x03, 0x00,
                                 0x00, 0x2D, 0x01, 0x04, 0x46, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

/* A recorder of the client's own: what a writer does with it sends our drive nothing. Every question gets the same
 * answer.
 */
struct foreign_recorder *client_recorder(void)
{
    static struct foreign_recorder foreign;

    if (foreign.references <= 1) {
        foreign_begin(&foreign, NULL);
        memcpy(foreign.data, cd_writer, sizeof cd_writer);
        foreign.fetched = sizeof cd_writer;
    }
    return &foreign;
}

static uint32_t no_blocks(struct sim_store *store)
{
    (void)store;
    return 0;
}

/* A recorder of the client's own with a drive in software. */
struct blank_cd {
    struct foreign_recorder foreign;
    struct sim_disc_memory disc;
    struct sim_state state;
    struct sim_store store;
    struct memory_parts parts;
    struct sim_drive drive;
};

/* A blank CD is in it, new for each object that gets the recorder. blocks: it has; 0: as one is bought. */
static struct foreign_recorder *blank_cd_recorder(struct blank_cd *cd, const WCHAR *id, uint32_t blocks)
{
    if (cd->foreign.references > 1) return &cd->foreign;
    memory_parts_end(&cd->parts);
    memory_parts_begin(&cd->parts, &cd->store);
    cd->store.get_blocks = no_blocks; /* audio is kept in the parts */
    memset(&cd->disc, 0, sizeof cd->disc);
    sim_state_reset(&cd->state, SIM_MEDIUM_CD_R);
    cd->drive.state = &cd->state;
    cd->drive.store = &cd->store;
    cd->drive.disc = &cd->disc;
    cd->drive.options.blocks = blocks;
    foreign_begin(&cd->foreign, NULL);
    cd->foreign.id = id;
    cd->foreign.drive = &cd->drive;
    return &cd->foreign;
}

struct foreign_recorder *track_recorder(void)
{
    static struct blank_cd cd;

    return blank_cd_recorder(&cd, L"foreign with a blank CD", 0);
}

/* The lead-in of so small a disc has two seconds. */
struct foreign_recorder *raw_recorder(void)
{
    static struct blank_cd cd;

    return blank_cd_recorder(&cd, L"foreign with a small CD", SIM_CD_SMALL);
}

bool surface_is_clients(IUnknown *object)
{
    return object == (IUnknown *)&client_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&client_recorder()->IDiscRecorder2Ex_iface ||
           object == (IUnknown *)&track_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&track_recorder()->IDiscRecorder2Ex_iface ||
           object == (IUnknown *)&raw_recorder()->IDiscRecorder2_iface ||
           object == (IUnknown *)&raw_recorder()->IDiscRecorder2Ex_iface;
}

HRESULT held_only_by(HRESULT hr, const struct foreign_recorder *foreign, LONG before, struct surface_result *result,
                     struct text *text)
{
    if (FAILED(hr) && foreign->references != before) undefined(result, text, "the recorder is held");
    return hr;
}

/* What the call said, kept from the questions that follow it. */
IErrorInfo *take_error_info(void)
{
    IErrorInfo *info = NULL;

    GetErrorInfo(0, &info);
    return info;
}

void put_error_info_back(IErrorInfo *info)
{
    SetErrorInfo(0, info);
    if (info) IErrorInfo_Release(info);
}
