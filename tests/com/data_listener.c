/* A sink at a writer. */
#include "com/data_listener.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/client_stream.h"

void compress(struct seen *seen)
{
    size_t i, count = 0;

    for (i = 0; i < seen->count; i++) {
        if (!count || seen->actions[count - 1] != seen->actions[i]) seen->actions[count++] = seen->actions[i];
    }
    seen->count = count;
}

void expect(struct seen *seen, bool holds)
{
    if (!holds) seen->faults++;
}

/* Every property can be read in every event. */
static void look(struct seen *seen, IDiscFormat2DataEventArgs *args)
{
    LONG elapsed, remaining, total, buffer, used, unused, last_read;
    IMAPI_FORMAT2_DATA_WRITE_ACTION action;

    expect(seen, !IDiscFormat2DataEventArgs_get_CurrentAction(args, &action));
    expect(seen, !IDiscFormat2DataEventArgs_get_StartLba(args, &seen->start));
    expect(seen, !IDiscFormat2DataEventArgs_get_SectorCount(args, &seen->sectors));
    expect(seen, !IDiscFormat2DataEventArgs_get_LastReadLba(args, &last_read));
    expect(seen, !IDiscFormat2DataEventArgs_get_LastWrittenLba(args, &seen->last_written));
    expect(seen, !IDiscFormat2DataEventArgs_get_ElapsedTime(args, &elapsed));
    expect(seen, !IDiscFormat2DataEventArgs_get_RemainingTime(args, &remaining));
    expect(seen, !IDiscFormat2DataEventArgs_get_TotalTime(args, &total));
    expect(seen, !IDiscFormat2DataEventArgs_get_TotalSystemBuffer(args, &buffer));
    expect(seen, !IDiscFormat2DataEventArgs_get_UsedSystemBuffer(args, &used));
    expect(seen, !IDiscFormat2DataEventArgs_get_FreeSystemBuffer(args, &unused));
    expect(seen, used + unused == buffer && used >= 0 && unused >= 0);
    expect(seen, remaining >= 0 && seen->sectors > 0 && last_read >= seen->last_written);
    expect(seen, IDiscFormat2DataEventArgs_get_TotalTime(args, NULL) == E_POINTER);
    seen->actions[seen->count++] = action;
}

static HRESULT update(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct seen *seen = sink->context;
    IDiscFormat2DataEventArgs *args;
    IWriteEngine2EventArgs *base;
    IDiscFormat2Data *object;

    expect(seen, event == 0x200 && parameters->cArgs == 2 && seen->count < EVENTS_MAX);
    if (seen->faults) return E_FAIL;
    expect(seen,
           !IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[1]), &IID_IDiscFormat2Data, (void **)&object));
    expect(seen, object == seen->data);
    IDiscFormat2Data_Release(object);
    expect(seen,
           !IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[0]), &IID_IWriteEngine2EventArgs, (void **)&base));
    IWriteEngine2EventArgs_Release(base);
    expect(seen, !IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[0]), &IID_IDiscFormat2DataEventArgs,
                                           (void **)&args));
    look(seen, args);
    IDiscFormat2DataEventArgs_Release(args);
    seen->thread = GetCurrentThreadId();
    if (seen->act && !seen->has_acted && seen->actions[seen->count - 1] == seen->at) {
        seen->has_acted = true;
        seen->act(seen);
    }
    return E_FAIL; /* which changes nothing */
}

DWORD begin_listening(IDiscFormat2Data *data, struct event_sink *sink, struct seen *seen)
{
    sink_begin(sink, &IID_DDiscFormat2DataEvents, SINK_BOTH);
    sink->react = update;
    sink->context = seen;
    seen->data = data;
    return sink_advise((IUnknown *)data, sink);
}

void end_listening(IDiscFormat2Data *data, struct event_sink *sink, const struct seen *seen, DWORD cookie)
{
    assert_hr(sink_unadvise((IUnknown *)data, &IID_DDiscFormat2DataEvents, cookie), S_OK);
    assert_int_equal(sink->references, 1);
    assert_int_equal(seen->faults, 0);
}

void check_disc(const struct writer_fixture *fixture, uint64_t blocks)
{
    uint64_t i;

    assert_true(fixture->block_count >= blocks);
    for (i = 0; i < blocks * SIM_BLOCK_BYTES; i++) {
        if (fixture->blocks[i] != client_stream_byte(WRITER_SEED, i))
            fail_msg("byte %llu differs", (unsigned long long)i);
    }
}
