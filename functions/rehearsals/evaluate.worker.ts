import '../../shared/expressions/worker.ts';
