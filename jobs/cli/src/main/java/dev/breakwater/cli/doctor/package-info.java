/** Whether everything that a configuration needs is there, thing by thing, and what it costs where it is not. */
package dev.breakwater.cli.doctor;
