/** The job's rotating files of complete lines, and the files that people leave for it. */
package dev.breakwater.guard.file;
