package dev.headroom.machine;

import java.util.List;

/// What a computer offers to whoever runs processes on it. All methods may be called from any thread.
public interface Machine extends AutoCloseable {

    /// Its name.
    String name();

    LimitEnforcement enforcement();

    /// A new empty group of processes within limits.
    ///
    /// @param name unique among the groups that are not closed; letters, digits, `-`, `.` and `_`
    ProcessGroup group(String name, Limits limits);

    /// An address at which nothing listens on any of the ports yet, for one owner until it is given back. It was nobody
    /// else's for as long as possible.
    Claim claim(List<Integer> ports);

    /// A loopback address that is the same each time for a name, as far as it is free.
    ///
    /// @param name of who will listen there
    String stableAddress(String name, List<Integer> ports);

    void giveBack(Address address);

    /// Kills what still runs in any group and gives up all addresses. Returns when nothing is left.
    @Override
    void close();

    /// What became of asking for an address.
    sealed interface Claim {
        record Granted(Address address) implements Claim {}

        /// @param why what was expected and what was found, for people
        record Refused(String why) implements Claim {}
    }
}
