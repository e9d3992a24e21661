/* Shared by the Windows programs that tools/bench measures: the clock, and ending the program on failure. */
#ifndef OPENIMAPI2_TESTS_BENCH_MEASURED_H
#define OPENIMAPI2_TESTS_BENCH_MEASURED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static inline uint64_t now_ns(void)
{
    LARGE_INTEGER now, per_s;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&per_s);
    return (uint64_t)((double)now.QuadPart * 1e9 / (double)per_s.QuadPart);
}

static inline void must(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr)) return;
    fprintf(stderr, "%s: 0x%08lX\n", what, (unsigned long)hr);
    exit(1);
}

static inline void must_be(BOOL is_true, const char *what)
{
    must(is_true ? S_OK : HRESULT_FROM_WIN32(GetLastError()), what);
}

#endif
