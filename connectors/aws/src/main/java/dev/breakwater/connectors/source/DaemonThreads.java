package dev.breakwater.connectors.source;

import java.util.concurrent.ThreadFactory;

/** Makes daemon threads of one name. Such threads end with the process. */
public record DaemonThreads(String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
