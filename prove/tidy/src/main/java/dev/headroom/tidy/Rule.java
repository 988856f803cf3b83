package dev.headroom.tidy;

import java.util.List;

/// One rule of the house.
interface Rule {

    List<Violation> check(Checkout checkout);
}
