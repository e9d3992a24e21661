/* One drive, asked by many threads at once: every question of drive/drive.h, over a simulated drive whose commands come
 * one at a time, as a bus lets them. Built for ThreadSanitizer (preset native-tsan), which sees the races that happen
 * to do no harm here; with other compilers what it checks itself still counts.
 */
#define _POSIX_C_SOURCE 200809L /* barriers */
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "sim/sim_drive.h"
#include "support/drive_questions.h"

enum { THREADS = 64, DRIVES = 38, ROUNDS = 1 };

/* ---------------------------------------------------------------------------------------------- what stands behind */

struct bus {
    struct scsi_transport transport; /* first */
    pthread_mutex_t mutex;           /* over the state, for one command */
    struct sim_state state;
    unsigned long commands;
};

static void execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct bus *bus = (struct bus *)transport;
    struct sim_drive drive = {.state = &bus->state};
    struct sim_outcome outcome;

    pthread_mutex_lock(&bus->mutex);
    bus->commands++;
    sim_drive_execute(&drive, command, reply, &outcome);
    pthread_mutex_unlock(&bus->mutex);
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = 65536;
    limits->max_unaligned_transfer_bytes = 65536;
    limits->alignment_mask = 0;
}

static void close_nothing(struct scsi_transport *transport)
{
    (void)transport;
}

/* Nothing is mounted; unlike the fake host's it counts nothing, which would be a race of the test's own. */
static enum drive_status dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    (void)host, (void)is_finished;
    memset(failure, 0, sizeof *failure);
    failure->status = DRIVE_UNSUPPORTED;
    return DRIVE_UNSUPPORTED;
}

static enum drive_status get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                   struct drive_failure *failure)
{
    (void)host;
    owner[0] = '\0';
    return drive_fail(failure, DRIVE_OK);
}

static _Atomic uint64_t now;

static uint64_t now_ms(const struct base_clock *clock)
{
    (void)clock;
    return atomic_load(&now);
}

static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    (void)clock;
    atomic_fetch_add(&now, ms);
}

static const struct base_clock shared_clock = {now_ms, sleep_ms};

/* -------------------------------------------------------------------------------------------------------- workers */

static pthread_barrier_t begin; /* all at once, so that what a drive learns at the first question is learnt by many */

struct worker {
    struct drive *drive;
    size_t first; /* question */
    unsigned long asked, refused;
    const char *fault; /* the question that was answered as it must not be */
};

/* The tray moves, the door is locked and unlocked, and events are told once, by anybody: so a drive that others use may
 * refuse. Anything else would be our fault.
 */
static bool is_possible(enum drive_status status)
{
    return status == DRIVE_OK || status == DRIVE_REFUSED || status == DRIVE_NO_SUCH_FEATURE ||
           status == DRIVE_NO_SUCH_MODE_PAGE;
}

static void *work(void *context)
{
    struct worker *worker = context;
    size_t i;

    pthread_barrier_wait(&begin);
    for (i = 0; i < ROUNDS * drive_question_count; i++) {
        const struct drive_question *question = &drive_questions[(i + worker->first) % drive_question_count];
        struct drive_failure failure;
        struct drive_answer answer;
        enum drive_status status;

        memset(&failure, 0x5A, sizeof failure);
        status = question->ask(worker->drive, &answer, &failure);
        worker->asked++;
        worker->refused += status != DRIVE_OK;
        if (!is_possible(status) || status != failure.status || (status != DRIVE_OK && !drive_answer_is_empty(&answer)))
            worker->fault = question->name;
        drive_answer_free(&answer);
        if (strcmp(drive_peek_identity(worker->drive)->product, "Virtual BD-RE") != 0) worker->fault = "identity";
    }
    return NULL;
}

static void ask_by_many(struct drive *drive, size_t first, unsigned long *asked, unsigned long *refused)
{
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    size_t i;

    memset(workers, 0, sizeof workers);
    for (i = 0; i < THREADS; i++) {
        workers[i].drive = drive;
        workers[i].first = first + i % 2;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (i = 0; i < THREADS; i++) {
        *asked += workers[i].asked;
        *refused += workers[i].refused;
        if (workers[i].fault) fail_msg("thread %u: %s", (unsigned)i, workers[i].fault);
    }
}

static void drive__asked_by_many__answers_each(void **state)
{
    static const struct scsi_transport_ops ops = {execute, get_limits, close_nothing};
    static const struct drive_host_ops host_ops = {dismount, get_owner};
    static struct drive_host host = {&host_ops};
    static struct bus bus = {{&ops}, PTHREAD_MUTEX_INITIALIZER, {0}, 0};
    unsigned long asked = 0, refused = 0;
    long live = base_alloc_live();
    struct drive_failure failure;
    struct drive *drive;
    size_t i;

    (void)state;
    assert_int_equal(pthread_barrier_init(&begin, NULL, THREADS), 0);
    sim_state_reset(&bus.state, SIM_MEDIUM_DVD_PLUS_R);
    for (i = 0; i < DRIVES; i++) {
        assert_int_equal(drive_open(&bus.transport, NULL, &host, &shared_clock, &drive, &failure), DRIVE_OK);
        ask_by_many(drive, i, &asked, &refused);
        drive_close(drive);
    }
    pthread_barrier_destroy(&begin);
    assert_int_equal(base_alloc_live(), live);
    assert_true(refused > 0); /* else they did not meet */
    print_message("[ threads  ] %d threads, %lu questions, %lu of them refused, %lu commands\n", THREADS, asked,
                  refused, bus.commands);
}

/* ------------------------------------------------------------------------------------------------------- the heap */

static void *allocate(void *context)
{
    bool *is_right = context;
    size_t i;

    *is_right = true;
    for (i = 0; i < 2000; i++) {
        uint8_t *block = base_alloc(i + 1);

        if (!block || block[0] || block[i]) *is_right = false;
        if (block) block[i] = 1;
        base_free(block);
    }
    return NULL;
}

static void alloc__by_many__counts_right(void **state)
{
    pthread_t threads[THREADS];
    bool is_right[THREADS];
    long live = base_alloc_live();
    size_t i;

    (void)state;
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, allocate, &is_right[i]), 0);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (i = 0; i < THREADS; i++)
        assert_true(is_right[i]);
    assert_int_equal(base_alloc_live(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drive__asked_by_many__answers_each),
        cmocka_unit_test(alloc__by_many__counts_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
