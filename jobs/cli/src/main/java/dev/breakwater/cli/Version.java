package dev.breakwater.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"breakwater " + text()};
    }

    /** Returns the version, for example {@code 0.2.0}, or {@code development} outside a jar. */
    public static String text() {
        String version = Breakwater.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
