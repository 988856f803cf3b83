package dev.headroom.loadgen;

/// What carries requests to the server. All calls, and all answers to the [Landing], are on the lane's thread.
interface Wire {

    /// Sends the request of `flight`; the landing hears its end, except after [#abandon].
    void send(Flight flight);

    /// Stops caring for a flight and frees its connection.
    void abandon(Flight flight);

    void close();

    /// Where flights end.
    interface Landing {

        void answered(Flight flight, int status);

        void failed(Flight flight, Outcome outcome, String detail);
    }
}
