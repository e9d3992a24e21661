/* Features of drives in words. */
#ifndef OPENIMAPI2_DISCCTL_FEATURE_WORDS_H
#define OPENIMAPI2_DISCCTL_FEATURE_WORDS_H

/* A clause about a drive with this feature: "reads CDs". NULL for an unknown feature number. Static. */
const char *feature_words(long code);

#endif
