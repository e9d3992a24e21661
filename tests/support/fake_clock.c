/* A clock that only the test advances. */
#include "support/fake_clock.h"

/* The port takes its clock as const; a fake one has to move. */
static struct fake_clock *fake_of(const struct base_clock *clock)
{
    return (struct fake_clock *)(uintptr_t)clock;
}

static uint64_t now_ms(const struct base_clock *clock)
{
    return fake_of(clock)->ms;
}

static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    struct fake_clock *fake = fake_of(clock);

    fake->ms += ms;
    fake->slept_ms += ms;
    fake->sleeps++;
}

void fake_clock_begin(struct fake_clock *fake)
{
    fake->clock.now_ms = now_ms;
    fake->clock.sleep_ms = sleep_ms;
    fake->ms = UINT64_C(0x1FFFFF000);
    fake->slept_ms = 0;
    fake->sleeps = 0;
}
