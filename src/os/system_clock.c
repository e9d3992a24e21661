/* GetTickCount as a clock that does not wrap. */
#include "os/system_clock.h"

#include <stdatomic.h>
#include <windows.h>

/* The last time that was handed out. Its low half is the tick count that it was made from. */
static _Atomic uint64_t last_ms;

/* A reading this little behind the last one is that of a thread that was overtaken between reading and comparing.
 * Anything else is time that passed, across the wrap after 49.7 days too.
 */
static const uint32_t overtaken_ms = 60000;

static uint64_t now_ms(const struct base_clock *clock)
{
    uint64_t last = atomic_load(&last_ms);
    uint64_t now;
    uint32_t passed;

    (void)clock;
    do {
        passed = (uint32_t)GetTickCount() - (uint32_t)last;
        if (last && passed > UINT32_MAX - overtaken_ms) return last;
        now = last + passed;
    } while (!atomic_compare_exchange_weak(&last_ms, &last, now));
    return now;
}

static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    uint64_t start = now_ms(clock);
    uint64_t passed = 0;

    /* Sleep counts the step that is under way as a whole one, so it may end early. */
    while (passed < ms) {
        uint32_t rest = (uint32_t)(ms - passed);

        Sleep(rest == INFINITE ? rest - 1 : rest);
        passed = now_ms(clock) - start;
    }
}

const struct base_clock *system_clock_peek(void)
{
    static const struct base_clock clock = {now_ms, sleep_ms};

    return &clock;
}
