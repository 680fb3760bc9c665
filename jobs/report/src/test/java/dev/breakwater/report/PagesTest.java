package dev.breakwater.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.report.Pages.PageOutput;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {

    /** Tests with a class loader that is closed, as Flink closes the class loader of a job. */
    @Test
    void templatesAreFoundWhateverTheThreadsClassLoaderIs() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ClassLoader(null) {});
        try {
            TemplateEngine engine = Pages.engine();
            assertThat(thread.getContextClassLoader()).isNotSameAs(before);
            StringOutput page = new StringOutput();
            engine.render("incidents.jte", List.of(), new PageOutput(page));
            assertThat(page.toString()).contains("No incident is open");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
