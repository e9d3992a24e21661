#include "os/exclusive_claims.h"

#include <wchar.h>

#include "os/wine.h"

void exclusive_claims_open(struct exclusive_claims *claims, const wchar_t *name)
{
    wchar_t full[64] = L"Global\\OpenIMAPI2.Claims.";

    *claims = (struct exclusive_claims){0};
    if (!os_is_wine()) return;
    wcscat(full, name);
    claims->mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof *claims->count, full);
    if (claims->mapping) claims->count = MapViewOfFile(claims->mapping, FILE_MAP_WRITE, 0, 0, sizeof *claims->count);
    if (!claims->count) claims->error = GetLastError();
}

void exclusive_claims_close(struct exclusive_claims *claims)
{
    if (claims->count) UnmapViewOfFile((void *)claims->count);
    if (claims->mapping) CloseHandle(claims->mapping);
    *claims = (struct exclusive_claims){0};
}

void exclusive_claims_add(struct exclusive_claims *claims)
{
    if (claims->count) InterlockedIncrement(claims->count);
}

void exclusive_claims_withdraw(struct exclusive_claims *claims)
{
    if (claims->count) InterlockedDecrement(claims->count);
}

bool exclusive_claims_any(const struct exclusive_claims *claims)
{
    return !claims->count || *claims->count != 0;
}
