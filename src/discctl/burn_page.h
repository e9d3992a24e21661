/* Renders the data that burn_report.h has gathered as a page. */
#ifndef OPENIMAPI2_DISCCTL_BURN_PAGE_H
#define OPENIMAPI2_DISCCTL_BURN_PAGE_H

#include "discctl/burn_report.h"
#include "discctl/memory.h"

/* hresult, text: how the burn ended. */
void burn_page_make(const struct burn_report *report, HRESULT hresult, const char *text, struct bytes *page);

#endif
