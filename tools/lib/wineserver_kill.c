/* kill() for Wine's server in the tests. A program that has not left half a second after it told the server its exit
   code gets SIGKILL from it; on a machine that stands still for so long, a test then sees signal 9 instead. */

/* Linux's numbers; the headers for i386 are rarely there. */
enum { SIGKILL = 9, SYS_KILL_64 = 62, SYS_KILL_32 = 37 };

long syscall(long number, ...);

int kill(int process, int signal)
{
    const long number = sizeof(long) == 8 ? SYS_KILL_64 : SYS_KILL_32;

    /* Signal 0 only asks whether it is there. Its threads have had SIGQUIT; what does not end by that, our own time
       limits kill. */
    return (int)syscall(number, process, signal == SIGKILL ? 0 : signal);
}
