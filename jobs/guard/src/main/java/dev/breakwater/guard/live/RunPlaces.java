package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.ledger.folder.RunFolder;
import java.nio.file.Path;

/**
 * The folders of a run, local or in S3. Each folder is available as a text of {@link Folders}, which is valid on any
 * machine, and as a path on this machine.
 */
public final class RunPlaces {

    private RunPlaces() {}

    static String ledgerText(Settings settings) {
        return text(settings, settings.ledger().path());
    }

    static String pagesText(Settings settings) {
        return text(settings, settings.pages().path());
    }

    static String requestsText(Settings settings) {
        return text(settings, settings.requestsPath());
    }

    /** Returns the folder of the ledger and of all files of lines. */
    public static Path ledger(Settings settings) {
        return Folders.of(ledgerText(settings));
    }

    /** Returns the folder of the ledger's chains. */
    public static Path chains(Settings settings) {
        return files(settings).chains();
    }

    static String chainsText(Settings settings) {
        return ledgerText(settings) + '/' + RunFolder.CHAINS;
    }

    public static RunFolder files(Settings settings) {
        return new RunFolder(ledger(settings));
    }

    /** Returns the folder of all configurations that the job accepted. */
    public static Path books(Settings settings) {
        return Folders.of(booksText(settings));
    }

    /** Returns the file of an accepted configuration. Its name is its id in the ledger. */
    public static Path book(Path books, String id) {
        return books.resolve(id + ".yaml");
    }

    static String booksText(Settings settings) {
        return ledgerText(settings) + "/books";
    }

    /** Returns the folder of the incident pages. */
    public static Path pages(Settings settings) {
        return Folders.of(pagesText(settings));
    }

    /** Returns the folder in which people's requests are left. */
    public static Path requests(Settings settings) {
        return Folders.of(requestsText(settings));
    }

    /** Returns the configuration file. */
    static Path configuration(Settings settings, String path) {
        return Folders.of(text(settings, path));
    }

    private static String text(Settings settings, String place) {
        return Folders.text(
                place, settings.firstRegion().orElse(""), settings.aws().endpoint());
    }
}
