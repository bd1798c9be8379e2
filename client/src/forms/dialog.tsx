import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something that is asked or filled in before the page. What is in it begins afresh each time it opens. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
      // Locking the page writes a <style> element, which the Content-Security-Policy forbids.
      lockScroll={false}
    >
      {children}
    </Modal>
  );
}
