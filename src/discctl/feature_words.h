/* Features of drives in words. */
#ifndef OPENIMAPI2_DISCCTL_FEATURE_WORDS_H
#define OPENIMAPI2_DISCCTL_FEATURE_WORDS_H

/* What a drive with this feature does, as a clause: "reads CDs". NULL for a number that is not known. Static. */
const char *feature_words(long code);

#endif
