/* The daemon behind the preload library: one simulated drive for all processes that see its file.
 *
 *     sgdrive FILE      makes FILE when it is not there; drive.h says what stands beside it
 *
 * Says "ready" on standard output when it listens, and ends when its standard input does: with whoever started it; or
 * by SIGTERM. One command at a time, each whole: a client that dies in the middle of sending has sent nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "sgdrive/drive.h"
#include "sgdrive/settings.h"

enum { CLIENTS_MAX = 64, AT_INPUT = 0, AT_SOCKET = 1, AT_CLIENTS = 2, BUFFER_BYTES = 1 << 20 };

static uint8_t data[FACE_MAX_TRANSFER];

static volatile sig_atomic_t is_told_to_end;

static void end(int signal_number)
{
    (void)signal_number;
    is_told_to_end = 1;
}

static int listen_for(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat file;
    int node = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    socklen_t length;

    if (node < 0 || fstat(node, &file) != 0) stop("%s: %s", path, strerror(errno));
    close(node);
    length = (socklen_t)snprintf(address.sun_path + 1, sizeof address.sun_path - 1, FACE_SOCKET,
                                 (unsigned long long)file.st_dev, (unsigned long long)file.st_ino);
    length += (socklen_t)offsetof(struct sockaddr_un, sun_path) + 1;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) != 0 || listen(listener, 64) != 0)
        stop("%s is not served: %s", path, strerror(errno));
    return listener;
}

/* Programs of other users have no business here. */
static pid_t permitted_client(int client)
{
    struct ucred peer = {0};
    socklen_t length = sizeof peer;

    if (getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0 || peer.uid != geteuid()) return 0;
    return peer.pid;
}

static bool is_sound(const struct face_request *request, ssize_t received)
{
    size_t out_bytes = request->direction == FACE_OUT ? request->requested_bytes : 0;

    return received >= (ssize_t)sizeof *request && request->magic == FACE_MAGIC && request->direction <= FACE_OUT &&
           request->cdb_length >= 1 && request->cdb_length <= sizeof request->cdb &&
           request->requested_bytes <= FACE_MAX_TRANSFER &&
           (request->direction != FACE_NONE || !request->requested_bytes) &&
           (size_t)received == sizeof *request + out_bytes;
}

/* One request of a client. False: let go of it. */
static bool serve(struct drive *drive, int client)
{
    struct face_request request;
    struct face_reply reply;
    struct iovec parts[2] = {{&request, sizeof request}, {data, sizeof data}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    pid_t pid = permitted_client(client);
    ssize_t received = recvmsg(client, &message, MSG_DONTWAIT);

    if (!pid || received < 0 || message.msg_flags & MSG_TRUNC || !is_sound(&request, received)) return false;
    drive_execute(drive, pid, &request, data, &reply);
    parts[0] = (struct iovec){&reply, sizeof reply};
    parts[1].iov_len = reply.data_bytes;
    return sendmsg(client, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

static void take_client(int listener, struct pollfd *watched, nfds_t *count)
{
    int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK), size = BUFFER_BYTES;

    if (client < 0) return;
    setsockopt(client, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    watched[(*count)++] = (struct pollfd){client, POLLIN, 0};
}

static void run(struct drive *drive, int listener)
{
    struct pollfd watched[AT_CLIENTS + CLIENTS_MAX] = {{STDIN_FILENO, POLLIN, 0}, {listener, POLLIN, 0}};
    nfds_t count = AT_CLIENTS, i;
    char ignored[64];

    while (!is_told_to_end) {
        watched[AT_SOCKET].events = count < AT_CLIENTS + CLIENTS_MAX ? POLLIN : 0;
        if (poll(watched, count, -1) < 0) {
            if (errno == EINTR) continue;
            stop("poll: %s", strerror(errno));
        }
        if (watched[AT_INPUT].revents && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) return;
        for (i = count; i-- > AT_CLIENTS;) {
            if (!watched[i].revents || serve(drive, watched[i].fd)) continue;
            close(watched[i].fd);
            watched[i] = watched[--count];
        }
        if (watched[AT_SOCKET].revents & POLLIN) take_client(listener, watched, &count);
    }
}

int main(int argc, char **argv)
{
    struct drive *drive;
    int listener;

    if (argc != 2) stop("usage: sgdrive FILE");
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = end}, NULL);
    listener = listen_for(argv[1]);
    drive = drive_open(argv[1]);
    puts("ready");
    fflush(stdout);
    run(drive, listener);
    close(listener);
    drive_close(drive);
    return 0;
}
