package dev.headroom.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// The signal HUP, by which people ask a server to read its configuration again.
///
/// Java has no public name for signals. The class that every JDK has for them is asked by reflection; where it is
/// missing the signal keeps its usual meaning.
final class Hangup {

    private Hangup() {}

    /// Runs `task` on a thread of its own at each HUP.
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    static void listen(Runnable task) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                Thread.ofVirtual().name("hangup").start(task);
                yield null;
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case String _ -> "Hangup";
        };
        try {
            var signal = Class.forName("sun.misc.Signal");
            var listener = Class.forName("sun.misc.SignalHandler");
            var proxy = Proxy.newProxyInstance(listener.getClassLoader(), new Class<?>[] {listener}, handler);
            signal.getMethod("handle", signal, listener)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException _) {
            // no such signal here: POST /-/reload is left
        }
    }
}
