import { Component, Suspense, type ReactNode } from 'react';
import { Notice } from '../components/notice.tsx';
import { PageSkeleton } from './page-skeleton.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

interface PageBoundaryState {
  readonly error: unknown;
}

/**
 * Around one page: a skeleton until its code is there, and words where it could not be loaded or drawn. The frame with
 * its navigation outlives both. React knows boundaries for errors as classes only.
 */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override readonly state: PageBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return <Suspense fallback={<PageSkeleton />}>{this.props.children}</Suspense>;
    return (
      <Notice
        tone="bad"
        title="This page could not be shown"
        action={{
          label: 'Reload',
          onClick: () => {
            location.reload();
          },
        }}
      >
        {error instanceof Error ? error.message : 'An unknown error came up.'} It may have been replaced by a
        newer version: reloading fetches that.
      </Notice>
    );
  }
}
